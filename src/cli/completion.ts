import { Argument, type Command } from 'commander'
import { out } from './print.ts'

const shells = {
  bash: (words: string) => `_yardmaster() { local line="\${COMP_WORDS[*]:1:COMP_CWORD-1}"; COMPREPLY=($(compgen -W "$(_yardmaster_words "$line")" -- "\${COMP_WORDS[COMP_CWORD]}")); }\n_yardmaster_words() { case "$1" in\n${words}\nesac; }\ncomplete -o default -F _yardmaster yardmaster`,
  zsh: (words: string) => `#compdef yardmaster\n_yardmaster_words() { case "$1" in\n${words}\nesac; }\n_yardmaster() { compadd -- \${=$(_yardmaster_words "\${words[2,CURRENT-1]}")}; }\ncompdef _yardmaster yardmaster`,
  fish: (words: string) => `function __yardmaster_words; set -l line (string join ' ' (commandline -opc)[2..]); sh -c 'case "$0" in\n${words.replaceAll("'", '')}\nesac' "$line" | string split ' '; end\ncomplete -c yardmaster -f -a '(__yardmaster_words)'`,
  powershell: (words: string) => `Register-ArgumentCompleter -Native -CommandName yardmaster -ScriptBlock { param($word, $ast)\n  $line = ($ast.CommandElements | Select-Object -Skip 1 | Where-Object { "$_" -ne $word }) -join ' '\n  $words = @{\n${[...words.matchAll(/^ {2}"(.*)"\) echo "(.*)";;$/gm)].map(([, line = '', list = '']) => `    '${line}' = '${list}'`).join('\n')}\n  }\n  "$($words[$line])".Split(' ') | Where-Object { $_ -like "$word*" } }`,
}

/** Words for the shell, read from the commands themselves. */
export function addCompletion(program: Command): void {
  program.command('completion').description('Print completion for a shell: eval "$(yardmaster completion bash)"')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(shells)))
    .action((shell: keyof typeof shells) => out(shells[shell](cases(program, ''))))
}

function cases(command: Command, line: string): string {
  const names = command.commands.map((one) => one.name())
  const flags = [...command.options.map((option) => option.long ?? ''), ...(line === '' ? [] : ['--json', '--home'])]
  const own = `  "${line}") echo "${[...names, ...flags].join(' ')}";;`
  return [own, ...command.commands.map((one) => cases(one, line === '' ? one.name() : `${line} ${one.name()}`))].join('\n')
}
