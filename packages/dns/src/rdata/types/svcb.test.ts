import { hex, expectRdata, wireName } from '@span53/testkit';
import { https, svcb } from './svcb.ts';

const fooCom = wireName('foo.example.com.');
const fooOrg = wireName('foo.example.org.');

for (const codec of [svcb, https]) {
  expectRdata(codec, {
    forms: [
      // RFC 9460 appendix D.1 and D.2, figures 2 to 10
      ['0 foo.example.com.', hex`0000 ${fooCom}`],
      ['1 .', hex`0001 00`],
      ['0 . port=53', hex`0000 00 0003 0002 0035`],
      ['16 foo.example.com. port=53', hex`0010 ${fooCom} 0003 0002 0035`],
      ['1 foo.example.com. key667="hello"', hex`0001 ${fooCom} 029b 0005 68656c6c6f`],
      ['1 foo.example.com. key667="hello\\210qoo"', hex`0001 ${fooCom} 029b 0009 68656c6c6fd2716f6f`],
      [
        '1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1',
        hex`0001 ${fooCom} 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001`,
      ],
      [
        '1 example.com. ipv6hint=2001:db8:122:344::c000:221',
        hex`0001 ${wireName('example.com.')} 0006 0010 20010db8012203440000 0000c0000221`,
      ],
      [
        '16 foo.example.org. mandatory=alpn,ipv4hint alpn="h2,h3-19" ipv4hint=192.0.2.1',
        hex`0010 ${fooOrg} 0000 0004 00010004 0001 0009 02 6832 05 68332d3139 0004 0004 c0000201`,
      ],
      ['16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"', hex`0010 ${fooOrg} 0001 000c 08 665c6f6f2c626172 02 6832`],
      // The other registered keys
      ['1 . alpn="h2" no-default-alpn ech=AEX+DQ==', hex`0001 00 0001 0003 02 6832 0002 0000 0005 0004 0045fe0d`],
      ['1 . dohpath="/dns-query{?dns}" ohttp', hex`0001 00 0007 0010 2f646e732d71756572797b3f646e737d 0008 0000`],
      ['1 . tls-supported-groups=29,23', hex`0001 00 0009 0004 001d 0017`],
      ['1 . docpath="dns,query"', hex`0001 00 000a 000a 03 646e73 05 7175657279`],
      ['1 . docpath pvd', hex`0001 00 000a 0000 000b 0000`],
      ['1 . oots="x"', hex`0001 00 000c 0001 78`],
      ['1 . key65534', hex`0001 00 fffe 0000`],
    ],
    texts: [
      ['16 foo.example.org. alpn=f\\\\\\092oo\\092,bar,h2', '16 foo.example.org. alpn="f\\\\\\\\oo\\\\,bar,h2"'],
      [
        '16 foo.example.org. (alpn=h2,h3-19 mandatory=ipv4hint,alpn\n ipv4hint=192.0.2.1)',
        '16 foo.example.org. mandatory=alpn,ipv4hint alpn="h2,h3-19" ipv4hint=192.0.2.1',
      ],
      ['1 example.com. ipv6hint="2001:db8:122:344::192.0.2.33"', '1 example.com. ipv6hint=2001:db8:122:344::c000:221'],
      ['1 foo port="443"', '1 foo.example.com. port=443'],
      ['1 . key1=\\002h2', '1 . alpn="h2"'],
      ['1 . key2="" alpn="h2"', '1 . alpn="h2" no-default-alpn'],
      ['1 . key3=\\001\\187 key4=\\192\\000\\002\\001', '1 . port=443 ipv4hint=192.0.2.1'],
      ['1 . dohpath=/é{?dns}', '1 . dohpath="/\\195\\169{?dns}"'],
      ['1 . key667="a;b c"', '1 . key667="a\\059b\\032c"'],
    ],
    wrongTexts: [
      // RFC 9460 appendix D.3
      ['1 foo.example.com. key123=abc key123=def', 'key123 is there twice'],
      ['1 foo.example.com. mandatory', 'bad value of mandatory'],
      ['1 foo.example.com. alpn', 'bad value of alpn'],
      ['1 foo.example.com. port', 'bad value of port'],
      ['1 foo.example.com. ipv4hint', 'bad value of ipv4hint'],
      ['1 foo.example.com. ipv6hint', 'bad value of ipv6hint'],
      ['1 foo.example.com. no-default-alpn=abc', 'bad value of no-default-alpn'],
      ['1 foo.example.com. mandatory=key123', 'mandatory key123 is missing'],
      ['1 foo.example.com. mandatory=mandatory', 'mandatory does not name itself'],
      ['1 foo.example.com. mandatory=key123,key123 key123=abc', 'names a key twice'],
      // Sections 7.2, 7.3 and 8: no escapes, "to enable simpler parsing"
      ['1 . port=\\053\\051', 'port takes no escapes'],
      ['1 . ipv4hint=192.0.2\\.1', 'ipv4hint takes no escapes'],
      ['1 . ipv6hint="2001:db8:\\:1"', 'ipv6hint takes no escapes'],
      ['1 . mandatory=\\112ort port=1', 'mandatory takes no escapes'],
      ['1 . no-default-alpn', 'no-default-alpn needs alpn'],
      ['1 . port=65536', 'bad value of port'],
      ['1 . port=53,54', 'bad value of port'],
      ['1 . alpn=h2,,h3', 'bad value of alpn'],
      ['1 . alpn="h\\\\2"', 'bad value of alpn'],
      ['1 . ipv4hint=192.0.2.1,', 'bad value of ipv4hint'],
      ['1 . ipv4hint=2001:db8::1', 'bad value of ipv4hint'],
      ['1 . ech=AEX', 'bad value of ech'],
      ['1 . ech=""', 'bad value of ech'],
      ['1 . dohpath=dns-query{?dns}', 'bad value of dohpath'],
      ['1 . dohpath=/dns-query', 'bad value of dohpath'],
      ['1 . dohpath=/\\255{?dns}', 'bad value of dohpath'],
      ['1 . tls-supported-groups=29,23,29', 'bad value of tls-supported-groups'],
      ['1 . ohttp=1', 'bad value of ohttp'],
      ['1 . key1=h2', 'bad value of key1'],
      ['1 . key65535=a', 'unknown parameter "key65535"'],
      ['1 . key01=a', 'unknown parameter "key01"'],
      ['1 . PORT=53', 'unknown parameter "PORT"'],
      ['1 . "port=53"', 'got a quoted string'],
      ['1 . key9999="\\300"', 'bad escape'],
    ],
    wrongWires: [
      hex`0001`,
      hex`0001 00 0003 0002 00`,
      hex`0001 00 0003 0001 00 ; a port has two octets`,
      hex`0001 00 0004 0000 ; no address`,
      hex`0001 00 0003 0002 0035 0003 0002 0035 ; a key twice`,
      hex`0001 00 0004 0004 c0000201 0003 0002 0035 ; not ascending`,
      hex`0001 00 0000 0002 0003 ; mandatory key not there`,
      hex`0001 00 0000 0004 0004 0003 0003 0002 0035 0004 0004 c0000201 ; mandatory not sorted`,
      hex`0001 00 0001 0003 03 6832 ; alpn cut short`,
      hex`0001 00 0001 0001 00 ; empty alpn`,
      hex`0001 00 0009 0004 001d001d ; a group twice`,
      hex`0001 00 0007 0008 2f ff 7b 3f 646e73 7d ; RFC 9461 §5: a path that is not UTF-8`,
      hex`0001 00 0009 0000 ; no group`,
      hex`0001 00 0002 0000 ; no-default-alpn without alpn`,
    ],
    lowered: [[hex`0001 ${wireName('FOO.')}`, hex`0001 ${wireName('FOO.')}`]],
  });
}
