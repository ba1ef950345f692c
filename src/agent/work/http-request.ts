import type { InlineEnd, InlineIo, WorkRow } from './work.ts'

/** What is kept of an answer's body; the rest is not read. */
const longestBody = 10_485_760

export const httpRequest: WorkRow<'http_request'> = {
  kind: 'inline',
  async run({ method, url, headers, body, expect_status: expected }, io) {
    try {
      const response = await fetch(url, {
        method,
        signal: io.stopped,
        ...(headers && { headers }),
        ...(body !== undefined && method !== 'GET' && method !== 'HEAD' && { body }),
      })
      await io.err(
        `${method} ${url}\n${response.status} ${response.statusText}\ncontent-type: ${response.headers.get('content-type') ?? 'none'}\n`,
      )
      await printBody(response, io)
      return judge(response, expected)
    } catch (error) {
      if (io.stopped.aborted) throw error
      return { exitCode: 1, errorMessage: `${method} ${url} got no answer: ${reasonOf(error)}` }
    }
  },
}

function judge({ status }: Response, expected: number | undefined): InlineEnd {
  const good = expected === undefined ? status >= 200 && status < 400 : status === expected
  return good
    ? { exitCode: 0, errorMessage: null }
    : { exitCode: 1, errorMessage: `answered ${status}, expected ${expected ?? 'a status from 200 to 399'}` }
}

async function printBody(response: Response, io: InlineIo): Promise<void> {
  if (!response.body) return
  const text = new TextDecoder()
  let read = 0
  for await (const chunk of response.body) {
    read += chunk.length
    await io.out(text.decode(chunk, { stream: true }))
    if (read >= longestBody) return io.err(`The answer is longer than ${longestBody} bytes: the rest was not read\n`)
  }
  await io.out(text.decode())
}

/** fetch says only that it failed; why stands in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join(', ')
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}
