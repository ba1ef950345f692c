import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import about from '../package.json' with { type: 'json' }
import { postmanCollection } from '../src/main/http/postman.ts'

/* Writes the Postman collection that /postman.json serves, for who reads the repository; with --check it only compares. */

const file = join(import.meta.dirname, '../postman/yardmaster.postman_collection.json')
const made = `${JSON.stringify(postmanCollection(about.version), undefined, 2)}\n`

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== made) {
    console.error('postman/ is not what the contract says now. Write it anew: npm run postman')
    process.exit(1)
  }
} else {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, made)
}
