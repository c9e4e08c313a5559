import { describe } from 'vitest';
import { getServiceTotals, getStatistics } from '#loadmaster/commands/statistics.ts';
import { v1, v2 } from '../recorded-session.ts';
import { readsRecorded } from './recorded.ts';

describe('statistics', () => {
  const statistics = {
    cpuIdlePercent: 99,
    memoryUsedPercent: 15,
    connectionsPerSecond: 0,
    interfaces: [{ id: 0, name: 'eth0', bytesIn: 1511851, bytesOut: 5702883 }],
    partitions: [{ name: '/var/log', usedPercent: 0 }],
    virtualServices: [{ index: 3, status: 'down', activeConnections: 0, connectionsPerSecond: 0 }],
    configuredAt: 1637849309_000,
  };
  readsRecorded([
    {
      what: 'v1, RESTful API interface description 3.8',
      command: 'stats',
      reply: v1(
        '<CPU><total><User>0</User><System>1</System><Idle>99</Idle><IOWaiting>0</IOWaiting></total><cpu0><User>0</User></cpu0></CPU><Memory><MBtotal>2003</MBtotal><percentmemused>15</percentmemused></Memory><Network><eth0><ifaceID>0</ifaceID><speed>10000</speed><in>0.0</in><inbytes>149</inbytes><inbytesTotal>1511851</inbytesTotal><outbytesTotal>5702883</outbytesTotal></eth0></Network><DiskUsage><partition><name>/var/log</name><GBtotal>7.19</GBtotal><percentused>0</percentused></partition></DiskUsage><VStotals><ConnsPerSec>0</ConnsPerSec><TotalConns>0</TotalConns></VStotals><Vs><VSAddress>10.35.48.17</VSAddress><VSPort>80</VSPort><Index>3</Index><Status>down</Status><ActiveConns>0</ActiveConns><ConnsPerSec>0</ConnsPerSec></Vs><ChangeTime>1637849309</ChangeTime>',
      ),
      read: getStatistics,
      value: statistics,
    },
    {
      what: 'v2, API v2 documentation',
      command: 'stats',
      reply: v2({
        CPU: { total: { User: 0, Idle: 99 }, cpu: [{ User: 0 }] },
        Memory: { percentmemused: 15 },
        Network: { Interface: [{ Name: 'eth0', ifaceID: 0, inbytesTotal: 1511851, outbytesTotal: 5702883 }] },
        DiskUsage: { partition: [{ name: '/var/log', percentused: 0 }] },
        VStotals: { ConnsPerSec: 0 },
        Vs: [{ Index: 3, Status: 'down', ActiveConns: 0, ConnsPerSec: 0 }],
        ChangeTime: 1637849309,
      }),
      read: getStatistics,
      value: statistics,
    },
    {
      what: 'nothing of it',
      command: 'stats',
      reply: v1('<CPU/><Memory/><Network/>'),
      read: getStatistics,
      value: { interfaces: [], partitions: [], virtualServices: [] },
    },
    {
      what: 'totals, API v2 documentation',
      command: 'vstotals',
      reply: v2({
        VSTotals: { Total: 3, Up: 1, Down: 1, Disabled: 1 },
        SUBVSTotals: { Total: 0, Up: 0, Down: 0, Disabled: 0 },
        RSTotals: { Total: '2', Up: '2' },
      }),
      read: getServiceTotals,
      value: {
        virtualServices: { total: 3, up: 1, down: 1, disabled: 1 },
        subServices: { total: 0, up: 0, down: 0, disabled: 0 },
        realServers: { total: 2, up: 2, down: 0, disabled: 0 },
      },
    },
  ]);
});
