/** What was found of another program's data; the files themselves are only read. */
export interface FoundFile {
  /** As people know it. */
  readonly name: string
  /** What the JSON says, or why it could not be read. */
  readonly content: { readonly value: unknown } | { readonly problem: string }
}

export interface ImportFiles {
  /**
   * The files of claude-code-scheduler under a path: a folder with its lists, or one of its export files.
   *
   * @param path undefined for its usual folders
   */
  predecessor(path: string | undefined): Promise<readonly FoundFile[]>
  /** What a file says; nothing where there is none. */
  text(path: string): Promise<FoundText | undefined>
  /** The crontab of whoever runs the engine; nothing where there is none. */
  crontab(): Promise<FoundText | undefined>
}

export interface FoundText { readonly name: string; readonly text: string }
