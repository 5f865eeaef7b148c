import { configureGlobal, readConfigureGlobal } from 'fast-check';

// That a mutant is noticed is enough: it needs no smallest example, and the same runs each time.
configureGlobal({ ...readConfigureGlobal(), endOnFailure: true, seed: 20_261_120 });
