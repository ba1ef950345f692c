import { safeStorage } from 'electron'

/** How the operating system protects a text: readable by this user's programs only. */
export interface OsSeal {
  close(text: string): Promise<Buffer>
  open(sealed: Buffer): Promise<string>
}

/** Nothing, where there is none: on Linux without a keyring, Electron would only hide the text behind a password that everybody knows. */
export async function operatingSystemsSeal(): Promise<OsSeal | undefined> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return undefined
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return undefined
  return {
    close: (text) => safeStorage.encryptStringAsync(text),
    open: async (sealed) => (await safeStorage.decryptStringAsync(sealed)).result,
  }
}
