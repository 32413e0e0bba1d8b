# bash completion for malaga; malaga completion --help explains the installation.
_malaga() {
    local what line
    COMPREPLY=()
    {
        IFS= read -r what
        while IFS= read -r line; do COMPREPLY+=("$line"); done
    } < <(COLUMNS=${COLUMNS-} command malaga __complete bash "${COMP_TYPE-}" "$2" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    case $what in
        files) compopt -o default ;; # with nothing in COMPREPLY
        open) compopt -o nospace ;;
    esac 2>/dev/null
}
complete -o nosort -F _malaga malaga 2>/dev/null || complete -F _malaga malaga
