/** How far a step has come. `done` and `total` in the unit named; a step without a total only says what it does. */
export interface StepProgress {
  readonly message?: string | undefined;
  readonly done?: number | undefined;
  readonly total?: number | undefined;
  readonly unit?: 'bytes' | 'items' | undefined;
}
