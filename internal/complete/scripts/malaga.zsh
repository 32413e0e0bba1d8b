#compdef malaga
# zsh completion for malaga; malaga completion --help explains the installation.
_malaga() {
    local line
    local -a reply words_ open_
    reply=("${(@f)$(command malaga __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    local stem=$reply[2]
    if [[ -n $stem && $PREFIX == "$stem"* ]]; then
        compset -p ${#stem} # only what changes is listed
        stem=
    fi
    if [[ $reply[1] == files ]]; then
        _files
        return
    fi
    for line in "${(@)reply[3,-1]}"; do
        case $line in
            '='*) words_+=("$stem${line#=}") ;;
            '+'*) open_+=("$stem${line#+}") ;;
        esac
    done
    local ret=1
    (($#words_)) && _describe -t words '' words_ && ret=0
    (($#open_)) && _describe -t words '' open_ -S '' && ret=0
    return ret
}
if [[ $funcstack[1] == _malaga ]]; then # found in $fpath, and called for the first time
    _malaga "$@"
else
    compdef _malaga malaga
fi
