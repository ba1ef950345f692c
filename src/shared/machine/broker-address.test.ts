import { expect, test } from 'vitest'
import { connectionProblem } from './broker-address.ts'

test.each([
  ['ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile.', 'the password'],
  ['ConnectionOpen: NOT_ALLOWED - vhost nowhere not found', 'rabbitmqctl add_vhost nowhere'],
  ["ConnectionOpen: NOT_ALLOWED - access to vhost 'yard' refused for user 'stranger'", "set_permissions -p VHOST stranger '.*' '.*' '.*'"],
  [
    "ExchangeDeclare: ACCESS_REFUSED - access to exchange 'broadcast_exchange' in vhost 'yard' refused for user 'reader'",
    "set_permissions -p VHOST reader '.*' '.*' '.*'",
  ],
  ['connect ECONNREFUSED 127.0.0.1:5672', 'connect ECONNREFUSED 127.0.0.1:5672'],
])('what a broker says to those whom it does not let in is told with what to do: %s', (said, meant) => {
  expect(connectionProblem(new Error(said))).toContain(meant)
})
