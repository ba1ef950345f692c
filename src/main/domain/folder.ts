/**
 * Where a run works: the folder it was given, `~` standing for the user's home, or the home itself. Whether the folder
 * exists is checked where the run starts, and a missing one is an error there, never replaced by another.
 */
export function absoluteFolder(path: string | null, userHome: string): string {
  if (path === null || path === '~') return userHome
  return tidy(path.startsWith('~/') ? `${userHome}${path.slice(1)}` : path)
}

/** One folder has one name, as far as that can be seen without looking: `/srv//app/./` is `/srv/app`. */
const tidy = (path: string): string => (path.startsWith('/') ? path.replace(/\/+(?:\.\/+)*/g, '/').replace(/(.)\/\.?$/, '$1') : path)

/** Absolute on its own: `/srv`, `~/project`, `C:\work`, `\\server\share`. */
export const isAbsoluteFolder = (path: string): boolean => /^(~$|~\/|\/|[a-zA-Z]:[\\/]|\\\\)/.test(path)
