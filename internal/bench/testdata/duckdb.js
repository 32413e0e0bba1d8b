// Runs a statement of SQL in DuckDB.
const {DuckDBInstance} = require('@duckdb/node-api');
(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const result = await connection.runAndReadAll(process.argv[2])
  console.log(result.getRows().length)
})()
