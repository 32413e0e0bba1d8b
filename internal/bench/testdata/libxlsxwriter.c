// Writes a TSV file as a workbook with libxlsxwriter in constant memory.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

int main(int argc, char **argv) {
  FILE *in = argc == 3 ? fopen(argv[1], "r") : NULL;
  if (!in) return 1;
  lxw_workbook_options options = {.constant_memory = LXW_TRUE};
  lxw_workbook *book = workbook_new_opt(argv[2], &options);
  lxw_worksheet *sheet = workbook_add_worksheet(book, "outcome_messages");
  char *line = NULL;
  size_t room = 0;
  ssize_t n;
  for (lxw_row_t row = 0; (n = getline(&line, &room, in)) > 0; row++) {
    if (line[n - 1] == '\n') line[n - 1] = 0;
    char *rest = line, *cell;
    for (lxw_col_t column = 0; (cell = strsep(&rest, "\t")); column++)
      worksheet_write_string(sheet, row, column, cell, NULL);
  }
  return workbook_close(book);
}
