import type { Clock } from '../../clock.ts';
import type { LocalResponse } from '../http.ts';
import { faultAnswer } from './envelope.ts';
import type { Fault, Faults } from './faults.ts';
import type { FaultEffect } from './rule.ts';
import type { FaultTarget } from './target.ts';

/** A fault as the request log shows it. */
export type StruckFault = {
  rule: string;
  kind: Fault['effect']['kind'];
  /** The status that the work ended with, where the client was not told. Absent if no work was done. */
  lost?: number;
};

/** `answer` is undefined where the connection breaks instead. */
export type Outcome = { answer: LocalResponse | undefined; fault?: StruckFault; effect?: FaultEffect };

/** Does the work of one request, or what the rules do to it. */
export async function withFaults(
  { clock, faults }: { clock: Clock; faults: Faults },
  target: FaultTarget,
  work: () => Promise<LocalResponse>,
): Promise<Outcome> {
  const struck = faults.next(target);
  if (struck === undefined) return { answer: await work() };
  const { rule, effect } = struck;
  const fault = { rule, kind: effect.kind };
  switch (effect.kind) {
    case 'status': {
      const lost = effect.afterWork === true ? { lost: (await work()).status } : {};
      return { answer: faultAnswer(effect, target), fault: { ...fault, ...lost }, effect };
    }
    case 'resetBefore':
      return { answer: undefined, fault };
    case 'resetAfter':
      return { answer: undefined, fault: { ...fault, lost: (await work()).status } };
    case 'slow': {
      const answer = await work();
      await new Promise<void>((resolve) => clock.at(clock.now() + effect.milliseconds, resolve));
      return { answer, fault };
    }
    case 'twice': {
      const { status } = await work();
      return { answer: await work(), fault: { ...fault, lost: status } };
    }
  }
}
