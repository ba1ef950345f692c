import { useMemo } from 'react'
import CodeMirror, { EditorView } from '@uiw/react-codemirror'
import { json } from '@codemirror/lang-json'
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { shell } from '@codemirror/legacy-modes/mode/shell'
import { tags } from '@lezer/highlight'
import css from './Editor.module.css'

interface CommandEditorProps {
  readonly id: string
  readonly label: string
  readonly language: 'shell' | 'json' | 'text'
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onBlur: () => void
  readonly invalid: boolean
}

const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: 'var(--ansi-5)' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--ansi-2)' },
    { tag: tags.comment, color: 'var(--text-quiet)', fontStyle: 'italic' },
    { tag: [tags.number, tags.bool], color: 'var(--ansi-3)' },
    { tag: [tags.variableName, tags.definition(tags.variableName), tags.propertyName], color: 'var(--ansi-4)' },
    { tag: [tags.standard(tags.variableName), tags.operator], color: 'var(--ansi-6)' },
  ]),
)

const look = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--text)', fontSize: 'var(--size-log)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { fontFamily: 'var(--mono)', padding: '8px 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 10px' },
  '.cm-scroller': { lineHeight: '18px' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--accent-soft) !important' },
})

const languages = { shell: () => StreamLanguage.define(shell), json, text: () => [] } as const

/** Grows with what is in it. Tab leaves the field, as in every form. */
export function CommandEditor({ id, label, language, value, onChange, onBlur, invalid }: CommandEditorProps) {
  const extensions = useMemo(
    () => [languages[language](), colours, look, EditorView.lineWrapping, EditorView.contentAttributes.of({ 'aria-label': label, id })],
    [language, label, id],
  )
  return (
    <div className={css.code} data-invalid={invalid || undefined}>
      <CodeMirror
        value={value}
        onChange={onChange}
        onBlur={onBlur}
        extensions={extensions}
        theme="none"
        minHeight="72px"
        maxHeight="420px"
        indentWithTab={false}
        basicSetup={{
          lineNumbers: false,
          foldGutter: false,
          highlightActiveLine: false,
          highlightActiveLineGutter: false,
          autocompletion: false,
          searchKeymap: false,
        }}
      />
    </div>
  )
}
