/** Folders of the engine's own for goal jobs that name none. */
export interface WorkFolders {
  /** Makes the folder for this id, where it is not there yet; answers where it is, absolute. */
  make(id: string): string
}
