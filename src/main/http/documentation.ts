import type { FastifyInstance } from 'fastify'

/**
 * `/openapi.json` and `/postman.json`, made from the contract, and `/docs`, which shows it without anything from elsewhere.
 *
 * All three are made when somebody asks for the first of them: that takes as long as the rest of a start, and few ask.
 */
export function addDocumentation(server: FastifyInstance, version: string): void {
  const state: { made?: ReturnType<typeof make> } = {}
  const made = () => (state.made ??= make(version))
  server.get('/openapi.json', async (_request, reply) => reply.type('application/json; charset=utf-8').send((await made()).openApi))
  server.get('/postman.json', async (_request, reply) => reply.type('application/json; charset=utf-8').send((await made()).postman))
  for (const path of ['/docs', '/docs/*']) {
    server.get(path, async (request, reply) => {
      const { pages } = await made()
      reply.hijack()
      for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? '')
      pages.routing(request.raw, reply.raw)
    })
  }
  server.addHook('onClose', async () => (await state.made)?.pages.close())
}

async function make(version: string) {
  const [{ openApi }, { postmanCollection }, { documentationPages }] = await Promise.all([
    import('./open-api.ts'),
    import('./postman.ts'),
    import('./documentation-pages.ts'),
  ])
  const document = openApi(version)
  return {
    openApi: JSON.stringify(document),
    postman: JSON.stringify(postmanCollection(version)),
    pages: await documentationPages(document),
  }
}
