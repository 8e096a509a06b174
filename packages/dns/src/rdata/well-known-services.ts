/** Protocols and services that WKS records may have by name: those of RFC 1010, as RFC 1035 §3.4.2 says, and what zone
 *  files show beside them (RFC 1033, and services that came later). Lower case. */

const PROTOCOLS = numbersByName(`
  1 icmp, 2 igmp, 3 ggp, 5 st, 6 tcp, 7 ucl, 8 egp, 9 igp, 10 bbn-rcc-mon, 11 nvp-ii, 12 pup, 13 argus, 14 emcon,
  15 xnet, 16 chaos, 17 udp, 18 mux, 19 dcn-meas, 20 hmp, 21 prm, 22 xns-idp, 23 trunk-1, 24 trunk-2, 25 leaf-1,
  26 leaf-2, 27 rdp, 28 irtp, 29 iso-tp4, 30 netblt, 31 mfe-nsp, 32 merit-inp, 33 sep, 62 cftp, 64 sat-expak,
  65 mit-subnet, 66 rvd, 67 ippc, 69 sat-mon, 71 ipcv, 76 br-sat-mon, 78 wb-mon, 79 wb-expak`);

// "mit-ml-dev" is not here: RFC 1010 gives it to two ports.
const SERVICES = numbersByName(`
  5 rje, 7 echo, 9 discard, 11 users, 11 systat, 13 daytime, 15 netstat, 17 quote, 17 qotd, 19 chargen, 20 ftp-data,
  21 ftp, 22 ssh, 23 telnet, 25 smtp, 27 nsw-fe, 29 msg-icp, 31 msg-auth, 33 dsp, 37 time, 39 rlp, 41 graphics,
  42 nameserver, 43 nicname, 43 whois, 44 mpm-flags, 45 mpm, 46 mpm-snd, 47 ni-ftp, 49 login, 51 la-maint, 53 domain,
  55 isi-gl, 61 ni-mail, 63 via-ftp, 65 tacacs-ds, 67 bootps, 68 bootpc, 69 tftp, 71 netrjs-1, 72 netrjs-2,
  73 netrjs-3, 74 netrjs-4, 79 finger, 80 http, 81 hosts2-ns, 89 su-mit-tg, 91 mit-dov, 93 dcp, 95 supdup,
  97 swift-rvf, 98 tacnews, 99 metagram, 101 hostname, 101 hostnames, 102 iso-tsap, 103 x400, 104 x400-snd,
  105 csnet-ns, 107 rtelnet, 109 pop-2, 110 pop3, 111 sunrpc, 113 auth, 115 sftp, 117 uucp-path, 119 nntp, 121 erpc,
  123 ntp, 125 locus-map, 127 locus-con, 129 pwdgen, 130 cisco-fna, 131 cisco-tna, 132 cisco-sys, 133 statsrv,
  134 ingres-net, 135 loc-srv, 136 profile, 137 netbios-ns, 138 netbios-dgm, 139 netbios-ssn, 140 emfis-data,
  141 emfis-cntl, 142 bl-idm, 143 imap, 161 snmp, 243 sur-meas, 245 link, 443 https`);

/** The number of an IP protocol, any case; undefined when it has no name here. */
export function protocolNumber(name: string): number | undefined {
  return PROTOCOLS.get(name.toLowerCase());
}

/** The port of a service, any case and with any protocol; undefined when it has no name here. */
export function servicePort(name: string): number | undefined {
  return SERVICES.get(name.toLowerCase());
}

function numbersByName(text: string): ReadonlyMap<string, number> {
  return new Map(
    text.split(',').map((item) => {
      const [number, name] = item.trim().split(' ');
      return [name!, Number(number)];
    }),
  );
}
