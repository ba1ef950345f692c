import { dialog, type BrowserWindow } from 'electron'

export type QuitAnswer = 'keep' | 'stop' | 'cancel'

const answers = ['keep', 'stop', 'cancel'] as const satisfies readonly QuitAnswer[]

/** What becomes of runs that go on: they need neither the window nor the app. */
export async function askAboutRuns(window: BrowserWindow | null, runs: number): Promise<QuitAnswer> {
  const question = {
    type: 'question' as const,
    title: 'Quit Yardmaster',
    message: runs === 1 ? 'One run is going on.' : `${runs} runs are going on.`,
    detail: 'They can go on without the app: the next start finds them again.',
    buttons: ['Keep them running', 'Stop them', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
  }
  const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question))
  return answers[response] ?? 'cancel'
}
