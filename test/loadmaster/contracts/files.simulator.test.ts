import { inEveryPosition } from '../simulated-unit.ts';
import { describeFiles } from './files.contract.ts';

inEveryPosition(describeFiles);
