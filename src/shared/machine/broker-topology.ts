import { topology } from '../model/topology.ts'

/** A connection to a broker, as far as it is needed here. */
interface Declares {
  exchangeDeclare(exchange: (typeof topology.exchanges)[number]): Promise<unknown>
  queueDeclare(queue: (typeof topology.queues)[number]): Promise<unknown>
  queueBind(binding: (typeof topology.queueBindings)[number]): Promise<unknown>
}

/** What the engine and its agents both rely on: whoever comes first makes it, and only with it a connection is of use. */
export async function declareTopology(connection: Declares): Promise<void> {
  for (const exchange of topology.exchanges) await connection.exchangeDeclare(exchange)
  for (const queue of topology.queues) await connection.queueDeclare(queue)
  for (const binding of topology.queueBindings) await connection.queueBind(binding)
}
