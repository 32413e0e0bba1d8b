# fish completion for malaga; malaga completion --help explains the installation.
function __malaga_complete
    set -l current (commandline -ct)
    set -l reply (command malaga __complete fish (commandline -opc)[2..-1] "$current" 2>/dev/null)
    switch "$reply[1]"
        case files
            set -l stem "$reply[2]"
            set -l typed (string sub -s (math (string length -- "$stem") + 1) -- "$current")
            for file in (__fish_complete_path "$typed")
                printf '%s\n' "$stem$file"
            end
        case words open
            test (count $reply) -gt 2; and printf '%s\n' $reply[3..-1]
    end
end
complete -c malaga -e
complete -c malaga -f -a '(__malaga_complete)'
