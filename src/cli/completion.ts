import { Argument, type Command } from 'commander'
import { out } from './print.ts'

/** In the language of sh: the words behind a line. Flags and ids in it are passed over, so its command is found all the same. */
const lookUp = (words: string): string => `_yardmaster_words() { case "$1" in
${words}
esac; }
_yardmaster_behind() {
  line=; for word in "$@"; do case "$word" in -*) ;; *) line="\${line:+$line }$word";; esac; done
  while :; do
    found=$(_yardmaster_words "$line")
    if [ -n "$found" ]; then printf '%s\n' "$found"; return; fi
    case "$line" in *' '*) line="\${line% *}";; *) return;; esac
  done
}`

const shells = {
  bash: (words: string) => `${lookUp(words)}
_yardmaster() { COMPREPLY=($(compgen -W "$(_yardmaster_behind "\${COMP_WORDS[@]:1:COMP_CWORD-1}")" -- "\${COMP_WORDS[COMP_CWORD]}")); }
complete -o default -F _yardmaster yardmaster`,
  zsh: (words: string) => `#compdef yardmaster
${lookUp(words)}
_yardmaster() { compadd -- \${=$(_yardmaster_behind "\${(@)words[2,CURRENT-1]}")}; }
compdef _yardmaster yardmaster`,
  fish: (words: string) => `function __yardmaster_words
  set -l line (commandline -opc)
  sh -c '${`${lookUp(words)}\n_yardmaster_behind "$@"`.replaceAll("'", `'\\''`)}' yardmaster $line[2..-1] | string split ' '
end
complete -c yardmaster -f -a '(__yardmaster_words)'`,
  powershell: (words: string) => `Register-ArgumentCompleter -Native -CommandName yardmaster -ScriptBlock { param($word, $ast)
  $line = ($ast.CommandElements | Select-Object -Skip 1 | Where-Object { "$_" -ne $word -and -not "$_".StartsWith('-') }) -join ' '
  $words = @{
${[...words.matchAll(/^ {2}"(.*)"\) echo "(.*)";;$/gm)].map(([, line = '', list = '']) => `    '${line}' = '${list}'`).join('\n')}
  }
  while ($line -and -not $words[$line]) { $line = if ($line.Contains(' ')) { $line.Substring(0, $line.LastIndexOf(' ')) } else { '' } }
  "$($words[$line])".Split(' ') | Where-Object { $_ -like "$word*" }
}`,
}

/** Words for the shell, read from the commands themselves. */
export function addCompletion(program: Command): void {
  program
    .command('completion')
    .description('Print completion for a shell: eval "$(yardmaster completion bash)"')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(shells)))
    .action((shell: keyof typeof shells) => out(shells[shell](cases(program, ''))))
}

function cases(command: Command, line: string): string {
  const names = [
    ...command.commands.flatMap((one) => [one.name(), ...one.aliases()]),
    ...command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  ]
  const flags = [...command.options.map((option) => option.long ?? ''), ...(line === '' ? [] : ['--json', '--home'])]
  const own = `  "${line}") echo "${[...names, ...flags].join(' ')}";;`
  return [own, ...command.commands.map((one) => cases(one, line === '' ? one.name() : `${line} ${one.name()}`))].join('\n')
}
