/** What a job without a goal has of what goal jobs have. */
export const noGoal = {
  goal: null,
  stage: null,
  projectId: null,
  tier: null,
  iterations: 0,
  iterationLimit: null,
  result: null,
  error: null,
} as const
