/** How secrets in the database are protected, in words for people. */
export interface SecretProtection {
  /** By the operating system (keychain, Secret Service, DPAPI), or by the mode of the file alone. */
  readonly by: 'operating_system' | 'file_mode'
  /** There are sealed secrets here whose key cannot be opened now. */
  readonly locked: boolean
  readonly message: string
}

/** Keeps secrets from whoever reads the database's file. */
export interface Vault {
  readonly protection: SecretProtection
  /** As it may be stored; where nothing protects it, as it is. */
  seal(text: string): string
  /** What was sealed; undefined where it cannot be opened. */
  open(sealed: string): string | undefined
}
