/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

const $root = $protobuf.roots["span53-dnsmessage"] || ($protobuf.roots["span53-dnsmessage"] = {});

export const PBDNSMessage = $root.PBDNSMessage = (() => {

    const PBDNSMessage = function (properties) {
        this.meta = [];
        this.trace = [];
        if (properties)
            for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                if (properties[keys[i]] != null && keys[i] !== "__proto__")
                    this[keys[i]] = properties[keys[i]];
    };

    PBDNSMessage.prototype.type = 1;
    PBDNSMessage.prototype.messageId = $util.newBuffer([]);
    PBDNSMessage.prototype.serverIdentity = $util.newBuffer([]);
    PBDNSMessage.prototype.socketFamily = 1;
    PBDNSMessage.prototype.socketProtocol = 1;
    PBDNSMessage.prototype.from = $util.newBuffer([]);
    PBDNSMessage.prototype.to = $util.newBuffer([]);
    PBDNSMessage.prototype.inBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
    PBDNSMessage.prototype.timeSec = 0;
    PBDNSMessage.prototype.timeUsec = 0;
    PBDNSMessage.prototype.id = 0;
    PBDNSMessage.prototype.question = null;
    PBDNSMessage.prototype.response = null;
    PBDNSMessage.prototype.originalRequestorSubnet = $util.newBuffer([]);
    PBDNSMessage.prototype.requestorId = "";
    PBDNSMessage.prototype.initialRequestId = $util.newBuffer([]);
    PBDNSMessage.prototype.deviceId = $util.newBuffer([]);
    PBDNSMessage.prototype.newlyObservedDomain = false;
    PBDNSMessage.prototype.deviceName = "";
    PBDNSMessage.prototype.fromPort = 0;
    PBDNSMessage.prototype.toPort = 0;
    PBDNSMessage.prototype.meta = $util.emptyArray;
    PBDNSMessage.prototype.trace = $util.emptyArray;
    PBDNSMessage.prototype.httpVersion = 1;
    PBDNSMessage.prototype.workerId = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
    PBDNSMessage.prototype.packetCacheHit = false;
    PBDNSMessage.prototype.outgoingQueries = 0;
    PBDNSMessage.prototype.headerFlags = 0;
    PBDNSMessage.prototype.ednsVersion = 0;
    PBDNSMessage.prototype.openTelemetryData = $util.newBuffer([]);
    PBDNSMessage.prototype.ede = 0;
    PBDNSMessage.prototype.edeText = "";
    PBDNSMessage.prototype.openTelemetryTraceID = $util.newBuffer([]);

    PBDNSMessage.encode = function (message, writer, _depth) {
        if (!writer)
            writer = $Writer.create();
        if (_depth === $undefined)
            _depth = 0;
        if (_depth > $util.recursionLimit)
            throw $Error("max depth exceeded");
        writer.uint32(8).int32(message.type);
        if (message.messageId != null && $Object.hasOwnProperty.call(message, "messageId"))
            writer.uint32(18).bytes(message.messageId);
        if (message.serverIdentity != null && $Object.hasOwnProperty.call(message, "serverIdentity"))
            writer.uint32(26).bytes(message.serverIdentity);
        if (message.socketFamily != null && $Object.hasOwnProperty.call(message, "socketFamily"))
            writer.uint32(32).int32(message.socketFamily);
        if (message.socketProtocol != null && $Object.hasOwnProperty.call(message, "socketProtocol"))
            writer.uint32(40).int32(message.socketProtocol);
        if (message.from != null && $Object.hasOwnProperty.call(message, "from"))
            writer.uint32(50).bytes(message.from);
        if (message.to != null && $Object.hasOwnProperty.call(message, "to"))
            writer.uint32(58).bytes(message.to);
        if (message.inBytes != null && $Object.hasOwnProperty.call(message, "inBytes"))
            writer.uint32(64).uint64(message.inBytes);
        if (message.timeSec != null && $Object.hasOwnProperty.call(message, "timeSec"))
            writer.uint32(72).uint32(message.timeSec);
        if (message.timeUsec != null && $Object.hasOwnProperty.call(message, "timeUsec"))
            writer.uint32(80).uint32(message.timeUsec);
        if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
            writer.uint32(88).uint32(message.id);
        if (message.question != null && $Object.hasOwnProperty.call(message, "question"))
            $root.PBDNSMessage.DNSQuestion.encode(message.question, writer.uint32(98).fork(), _depth + 1).ldelim();
        if (message.response != null && $Object.hasOwnProperty.call(message, "response"))
            $root.PBDNSMessage.DNSResponse.encode(message.response, writer.uint32(106).fork(), _depth + 1).ldelim();
        if (message.originalRequestorSubnet != null && $Object.hasOwnProperty.call(message, "originalRequestorSubnet"))
            writer.uint32(114).bytes(message.originalRequestorSubnet);
        if (message.requestorId != null && $Object.hasOwnProperty.call(message, "requestorId"))
            writer.uint32(122).string(message.requestorId);
        if (message.initialRequestId != null && $Object.hasOwnProperty.call(message, "initialRequestId"))
            writer.uint32(130).bytes(message.initialRequestId);
        if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId"))
            writer.uint32(138).bytes(message.deviceId);
        if (message.newlyObservedDomain != null && $Object.hasOwnProperty.call(message, "newlyObservedDomain"))
            writer.uint32(144).bool(message.newlyObservedDomain);
        if (message.deviceName != null && $Object.hasOwnProperty.call(message, "deviceName"))
            writer.uint32(154).string(message.deviceName);
        if (message.fromPort != null && $Object.hasOwnProperty.call(message, "fromPort"))
            writer.uint32(160).uint32(message.fromPort);
        if (message.toPort != null && $Object.hasOwnProperty.call(message, "toPort"))
            writer.uint32(168).uint32(message.toPort);
        if (message.meta != null && message.meta.length)
            for (let i = 0; i < message.meta.length; ++i)
                $root.PBDNSMessage.Meta.encode(message.meta[i], writer.uint32(178).fork(), _depth + 1).ldelim();
        if (message.trace != null && message.trace.length)
            for (let i = 0; i < message.trace.length; ++i)
                $root.PBDNSMessage.Event.encode(message.trace[i], writer.uint32(186).fork(), _depth + 1).ldelim();
        if (message.httpVersion != null && $Object.hasOwnProperty.call(message, "httpVersion"))
            writer.uint32(192).int32(message.httpVersion);
        if (message.workerId != null && $Object.hasOwnProperty.call(message, "workerId"))
            writer.uint32(200).uint64(message.workerId);
        if (message.packetCacheHit != null && $Object.hasOwnProperty.call(message, "packetCacheHit"))
            writer.uint32(208).bool(message.packetCacheHit);
        if (message.outgoingQueries != null && $Object.hasOwnProperty.call(message, "outgoingQueries"))
            writer.uint32(216).uint32(message.outgoingQueries);
        if (message.headerFlags != null && $Object.hasOwnProperty.call(message, "headerFlags"))
            writer.uint32(224).uint32(message.headerFlags);
        if (message.ednsVersion != null && $Object.hasOwnProperty.call(message, "ednsVersion"))
            writer.uint32(232).uint32(message.ednsVersion);
        if (message.openTelemetryData != null && $Object.hasOwnProperty.call(message, "openTelemetryData"))
            writer.uint32(242).bytes(message.openTelemetryData);
        if (message.ede != null && $Object.hasOwnProperty.call(message, "ede"))
            writer.uint32(248).uint32(message.ede);
        if (message.edeText != null && $Object.hasOwnProperty.call(message, "edeText"))
            writer.uint32(258).string(message.edeText);
        if (message.openTelemetryTraceID != null && $Object.hasOwnProperty.call(message, "openTelemetryTraceID"))
            writer.uint32(266).bytes(message.openTelemetryTraceID);
        if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
            for (let i = 0; i < message.$unknowns.length; ++i)
                writer.raw(message.$unknowns[i]);
        return writer;
    };

    PBDNSMessage.decode = function (reader, length, _end, _depth, _target) {
        if (!(reader instanceof $Reader))
            reader = $Reader.create(reader);
        if (_depth === $undefined)
            _depth = 0;
        if (_depth > $Reader.recursionLimit)
            throw $Error("max depth exceeded");
        let end, message, value;
        if (length === $undefined)
            end = reader.len;
        else {
            end = reader.pos + length;
            if (end > reader.len)
                throw $RangeError("index out of range");
            length = reader.len;
            reader.len = end;
        }
        message = _target || new $root.PBDNSMessage();
        while (reader.pos < end) {
            let start = reader.pos;
            let tag = reader.tag();
            if (tag === _end) {
                _end = $undefined;
                break;
            }
            let wireType = tag & 7;
            switch (tag >>>= 3) {
            case 1: {
                    if (wireType !== 0)
                        break;
                    value = reader.int32();
                    if ($root.PBDNSMessage.Type[value] !== $undefined)
                        message.type = value;
                    else if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                    continue;
                }
            case 2: {
                    if (wireType !== 2)
                        break;
                    message.messageId = reader.bytes();
                    continue;
                }
            case 3: {
                    if (wireType !== 2)
                        break;
                    message.serverIdentity = reader.bytes();
                    continue;
                }
            case 4: {
                    if (wireType !== 0)
                        break;
                    value = reader.int32();
                    if ($root.PBDNSMessage.SocketFamily[value] !== $undefined)
                        message.socketFamily = value;
                    else if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                    continue;
                }
            case 5: {
                    if (wireType !== 0)
                        break;
                    value = reader.int32();
                    if ($root.PBDNSMessage.SocketProtocol[value] !== $undefined)
                        message.socketProtocol = value;
                    else if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                    continue;
                }
            case 6: {
                    if (wireType !== 2)
                        break;
                    message.from = reader.bytes();
                    continue;
                }
            case 7: {
                    if (wireType !== 2)
                        break;
                    message.to = reader.bytes();
                    continue;
                }
            case 8: {
                    if (wireType !== 0)
                        break;
                    message.inBytes = reader.uint64();
                    continue;
                }
            case 9: {
                    if (wireType !== 0)
                        break;
                    message.timeSec = reader.uint32();
                    continue;
                }
            case 10: {
                    if (wireType !== 0)
                        break;
                    message.timeUsec = reader.uint32();
                    continue;
                }
            case 11: {
                    if (wireType !== 0)
                        break;
                    message.id = reader.uint32();
                    continue;
                }
            case 12: {
                    if (wireType !== 2)
                        break;
                    message.question = $root.PBDNSMessage.DNSQuestion.decode(reader, reader.size(), $undefined, _depth + 1, message.question);
                    continue;
                }
            case 13: {
                    if (wireType !== 2)
                        break;
                    message.response = $root.PBDNSMessage.DNSResponse.decode(reader, reader.size(), $undefined, _depth + 1, message.response);
                    continue;
                }
            case 14: {
                    if (wireType !== 2)
                        break;
                    message.originalRequestorSubnet = reader.bytes();
                    continue;
                }
            case 15: {
                    if (wireType !== 2)
                        break;
                    message.requestorId = reader.string();
                    continue;
                }
            case 16: {
                    if (wireType !== 2)
                        break;
                    message.initialRequestId = reader.bytes();
                    continue;
                }
            case 17: {
                    if (wireType !== 2)
                        break;
                    message.deviceId = reader.bytes();
                    continue;
                }
            case 18: {
                    if (wireType !== 0)
                        break;
                    message.newlyObservedDomain = reader.bool();
                    continue;
                }
            case 19: {
                    if (wireType !== 2)
                        break;
                    message.deviceName = reader.string();
                    continue;
                }
            case 20: {
                    if (wireType !== 0)
                        break;
                    message.fromPort = reader.uint32();
                    continue;
                }
            case 21: {
                    if (wireType !== 0)
                        break;
                    message.toPort = reader.uint32();
                    continue;
                }
            case 22: {
                    if (wireType !== 2)
                        break;
                    if (!(message.meta && message.meta.length))
                        message.meta = [];
                    message.meta.push($root.PBDNSMessage.Meta.decode(reader, reader.size(), $undefined, _depth + 1));
                    continue;
                }
            case 23: {
                    if (wireType !== 2)
                        break;
                    if (!(message.trace && message.trace.length))
                        message.trace = [];
                    message.trace.push($root.PBDNSMessage.Event.decode(reader, reader.size(), $undefined, _depth + 1));
                    continue;
                }
            case 24: {
                    if (wireType !== 0)
                        break;
                    value = reader.int32();
                    if ($root.PBDNSMessage.HTTPVersion[value] !== $undefined)
                        message.httpVersion = value;
                    else if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                    continue;
                }
            case 25: {
                    if (wireType !== 0)
                        break;
                    message.workerId = reader.uint64();
                    continue;
                }
            case 26: {
                    if (wireType !== 0)
                        break;
                    message.packetCacheHit = reader.bool();
                    continue;
                }
            case 27: {
                    if (wireType !== 0)
                        break;
                    message.outgoingQueries = reader.uint32();
                    continue;
                }
            case 28: {
                    if (wireType !== 0)
                        break;
                    message.headerFlags = reader.uint32();
                    continue;
                }
            case 29: {
                    if (wireType !== 0)
                        break;
                    message.ednsVersion = reader.uint32();
                    continue;
                }
            case 30: {
                    if (wireType !== 2)
                        break;
                    message.openTelemetryData = reader.bytes();
                    continue;
                }
            case 31: {
                    if (wireType !== 0)
                        break;
                    message.ede = reader.uint32();
                    continue;
                }
            case 32: {
                    if (wireType !== 2)
                        break;
                    message.edeText = reader.string();
                    continue;
                }
            case 33: {
                    if (wireType !== 2)
                        break;
                    message.openTelemetryTraceID = reader.bytes();
                    continue;
                }
            }
            reader.skipType(wireType, _depth, tag);
            if (!reader.discardUnknown) {
                $util.makeProp(message, "$unknowns", false);
                (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
            }
        }
        if (length !== $undefined) {
            if (reader.pos !== end)
                throw $RangeError("index out of range");
            reader.len = length;
        }
        if (_end !== $undefined)
            throw $Error("missing end group");
        if (!$Object.hasOwnProperty.call(message, "type"))
            throw $util.ProtocolError("missing required 'type'", { instance: message });
        return message;
    };

    PBDNSMessage.getTypeUrl = function(prefix) {
        if (prefix === $undefined)
            prefix = "type.googleapis.com";
        return prefix + "/PBDNSMessage";
    };

    PBDNSMessage.Type = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[1] = "DNSQueryType"] = 1;
        values[valuesById[2] = "DNSResponseType"] = 2;
        values[valuesById[3] = "DNSOutgoingQueryType"] = 3;
        values[valuesById[4] = "DNSIncomingResponseType"] = 4;
        values[valuesById[5] = "InternalType"] = 5;
        return values;
    })();

    PBDNSMessage.SocketFamily = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[1] = "INET"] = 1;
        values[valuesById[2] = "INET6"] = 2;
        return values;
    })();

    PBDNSMessage.SocketProtocol = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[1] = "UDP"] = 1;
        values[valuesById[2] = "TCP"] = 2;
        values[valuesById[3] = "DOT"] = 3;
        values[valuesById[4] = "DOH"] = 4;
        values[valuesById[5] = "DNSCryptUDP"] = 5;
        values[valuesById[6] = "DNSCryptTCP"] = 6;
        values[valuesById[7] = "DOQ"] = 7;
        return values;
    })();

    PBDNSMessage.HTTPVersion = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[1] = "HTTP1"] = 1;
        values[valuesById[2] = "HTTP2"] = 2;
        values[valuesById[3] = "HTTP3"] = 3;
        return values;
    })();

    PBDNSMessage.PolicyType = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[1] = "UNKNOWN"] = 1;
        values[valuesById[2] = "QNAME"] = 2;
        values[valuesById[3] = "CLIENTIP"] = 3;
        values[valuesById[4] = "RESPONSEIP"] = 4;
        values[valuesById[5] = "NSDNAME"] = 5;
        values[valuesById[6] = "NSIP"] = 6;
        return values;
    })();

    PBDNSMessage.PolicyKind = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[1] = "NoAction"] = 1;
        values[valuesById[2] = "Drop"] = 2;
        values[valuesById[3] = "NXDOMAIN"] = 3;
        values[valuesById[4] = "NODATA"] = 4;
        values[valuesById[5] = "Truncate"] = 5;
        values[valuesById[6] = "Custom"] = 6;
        return values;
    })();

    PBDNSMessage.VState = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[1] = "Indeterminate"] = 1;
        values[valuesById[2] = "Insecure"] = 2;
        values[valuesById[3] = "Secure"] = 3;
        values[valuesById[4] = "BogusNoValidDNSKEY"] = 4;
        values[valuesById[5] = "BogusInvalidDenial"] = 5;
        values[valuesById[6] = "BogusUnableToGetDSs"] = 6;
        values[valuesById[7] = "BogusUnableToGetDNSKEYs"] = 7;
        values[valuesById[8] = "BogusSelfSignedDS"] = 8;
        values[valuesById[9] = "BogusNoRRSIG"] = 9;
        values[valuesById[10] = "BogusNoValidRRSIG"] = 10;
        values[valuesById[11] = "BogusMissingNegativeIndication"] = 11;
        values[valuesById[12] = "BogusSignatureNotYetValid"] = 12;
        values[valuesById[13] = "BogusSignatureExpired"] = 13;
        values[valuesById[14] = "BogusUnsupportedDNSKEYAlgo"] = 14;
        values[valuesById[15] = "BogusUnsupportedDSDigestType"] = 15;
        values[valuesById[16] = "BogusNoZoneKeyBitSet"] = 16;
        values[valuesById[17] = "BogusRevokedDNSKEY"] = 17;
        values[valuesById[18] = "BogusInvalidDNSKEYProtocol"] = 18;
        return values;
    })();

    PBDNSMessage.EventType = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "CustomEvent"] = 0;
        values[valuesById[1] = "ReqRecv"] = 1;
        values[valuesById[2] = "PCacheCheck"] = 2;
        values[valuesById[3] = "AnswerSent"] = 3;
        values[valuesById[100] = "SyncRes"] = 100;
        values[valuesById[101] = "LuaGetTag"] = 101;
        values[valuesById[102] = "LuaGetTagFFI"] = 102;
        values[valuesById[103] = "LuaIPFilter"] = 103;
        values[valuesById[104] = "LuaPreRPZ"] = 104;
        values[valuesById[105] = "LuaPreResolve"] = 105;
        values[valuesById[106] = "LuaPreOutQuery"] = 106;
        values[valuesById[107] = "LuaPostResolve"] = 107;
        values[valuesById[108] = "LuaNoData"] = 108;
        values[valuesById[109] = "LuaNXDomain"] = 109;
        values[valuesById[110] = "LuaPostResolveFFI"] = 110;
        values[valuesById[120] = "AuthRequest"] = 120;
        values[valuesById[121] = "PacketParse"] = 121;
        values[valuesById[122] = "ProcessUDP"] = 122;
        values[valuesById[123] = "ProcessTCP"] = 123;
        return values;
    })();

    PBDNSMessage.DNSQuestion = (function() {

        const DNSQuestion = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        DNSQuestion.prototype.qName = "";
        DNSQuestion.prototype.qType = 0;
        DNSQuestion.prototype.qClass = 0;

        DNSQuestion.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.qName != null && $Object.hasOwnProperty.call(message, "qName"))
                writer.uint32(10).string(message.qName);
            if (message.qType != null && $Object.hasOwnProperty.call(message, "qType"))
                writer.uint32(16).uint32(message.qType);
            if (message.qClass != null && $Object.hasOwnProperty.call(message, "qClass"))
                writer.uint32(24).uint32(message.qClass);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        DNSQuestion.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.PBDNSMessage.DNSQuestion();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.qName = reader.string();
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.qType = reader.uint32();
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.qClass = reader.uint32();
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        DNSQuestion.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/PBDNSMessage.DNSQuestion";
        };

        return DNSQuestion;
    })();

    PBDNSMessage.DNSResponse = (function() {

        const DNSResponse = function (properties) {
            this.rrs = [];
            this.tags = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        DNSResponse.prototype.rcode = 0;
        DNSResponse.prototype.rrs = $util.emptyArray;
        DNSResponse.prototype.appliedPolicy = "";
        DNSResponse.prototype.tags = $util.emptyArray;
        DNSResponse.prototype.queryTimeSec = 0;
        DNSResponse.prototype.queryTimeUsec = 0;
        DNSResponse.prototype.appliedPolicyType = 1;
        DNSResponse.prototype.appliedPolicyTrigger = "";
        DNSResponse.prototype.appliedPolicyHit = "";
        DNSResponse.prototype.appliedPolicyKind = 1;
        DNSResponse.prototype.validationState = 1;

        DNSResponse.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.rcode != null && $Object.hasOwnProperty.call(message, "rcode"))
                writer.uint32(8).uint32(message.rcode);
            if (message.rrs != null && message.rrs.length)
                for (let i = 0; i < message.rrs.length; ++i)
                    $root.PBDNSMessage.DNSResponse.DNSRR.encode(message.rrs[i], writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.appliedPolicy != null && $Object.hasOwnProperty.call(message, "appliedPolicy"))
                writer.uint32(26).string(message.appliedPolicy);
            if (message.tags != null && message.tags.length)
                for (let i = 0; i < message.tags.length; ++i)
                    writer.uint32(34).string(message.tags[i]);
            if (message.queryTimeSec != null && $Object.hasOwnProperty.call(message, "queryTimeSec"))
                writer.uint32(40).uint32(message.queryTimeSec);
            if (message.queryTimeUsec != null && $Object.hasOwnProperty.call(message, "queryTimeUsec"))
                writer.uint32(48).uint32(message.queryTimeUsec);
            if (message.appliedPolicyType != null && $Object.hasOwnProperty.call(message, "appliedPolicyType"))
                writer.uint32(56).int32(message.appliedPolicyType);
            if (message.appliedPolicyTrigger != null && $Object.hasOwnProperty.call(message, "appliedPolicyTrigger"))
                writer.uint32(66).string(message.appliedPolicyTrigger);
            if (message.appliedPolicyHit != null && $Object.hasOwnProperty.call(message, "appliedPolicyHit"))
                writer.uint32(74).string(message.appliedPolicyHit);
            if (message.appliedPolicyKind != null && $Object.hasOwnProperty.call(message, "appliedPolicyKind"))
                writer.uint32(80).int32(message.appliedPolicyKind);
            if (message.validationState != null && $Object.hasOwnProperty.call(message, "validationState"))
                writer.uint32(88).int32(message.validationState);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        DNSResponse.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.PBDNSMessage.DNSResponse();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        message.rcode = reader.uint32();
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.rrs && message.rrs.length))
                            message.rrs = [];
                        message.rrs.push($root.PBDNSMessage.DNSResponse.DNSRR.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.appliedPolicy = reader.string();
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.tags && message.tags.length))
                            message.tags = [];
                        message.tags.push(reader.string());
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.queryTimeSec = reader.uint32();
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.queryTimeUsec = reader.uint32();
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        value = reader.int32();
                        if ($root.PBDNSMessage.PolicyType[value] !== $undefined)
                            message.appliedPolicyType = value;
                        else if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.appliedPolicyTrigger = reader.string();
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.appliedPolicyHit = reader.string();
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        value = reader.int32();
                        if ($root.PBDNSMessage.PolicyKind[value] !== $undefined)
                            message.appliedPolicyKind = value;
                        else if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        value = reader.int32();
                        if ($root.PBDNSMessage.VState[value] !== $undefined)
                            message.validationState = value;
                        else if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        DNSResponse.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/PBDNSMessage.DNSResponse";
        };

        DNSResponse.DNSRR = (function() {

            const DNSRR = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            DNSRR.prototype.name = "";
            DNSRR.prototype.type = 0;
            DNSRR.prototype["class"] = 0;
            DNSRR.prototype.ttl = 0;
            DNSRR.prototype.rdata = $util.newBuffer([]);
            DNSRR.prototype.udr = false;

            DNSRR.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    writer.uint32(10).string(message.name);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type"))
                    writer.uint32(16).uint32(message.type);
                if (message["class"] != null && $Object.hasOwnProperty.call(message, "class"))
                    writer.uint32(24).uint32(message["class"]);
                if (message.ttl != null && $Object.hasOwnProperty.call(message, "ttl"))
                    writer.uint32(32).uint32(message.ttl);
                if (message.rdata != null && $Object.hasOwnProperty.call(message, "rdata"))
                    writer.uint32(42).bytes(message.rdata);
                if (message.udr != null && $Object.hasOwnProperty.call(message, "udr"))
                    writer.uint32(48).bool(message.udr);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            DNSRR.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.PBDNSMessage.DNSResponse.DNSRR();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.name = reader.string();
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            message.type = reader.uint32();
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            message["class"] = reader.uint32();
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            message.ttl = reader.uint32();
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.rdata = reader.bytes();
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            message.udr = reader.bool();
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            DNSRR.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/PBDNSMessage.DNSResponse.DNSRR";
            };

            return DNSRR;
        })();

        return DNSResponse;
    })();

    PBDNSMessage.MetaValue = (function() {

        const MetaValue = function (properties) {
            this.stringVal = [];
            this.intVal = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        MetaValue.prototype.stringVal = $util.emptyArray;
        MetaValue.prototype.intVal = $util.emptyArray;

        MetaValue.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.stringVal != null && message.stringVal.length)
                for (let i = 0; i < message.stringVal.length; ++i)
                    writer.uint32(10).string(message.stringVal[i]);
            if (message.intVal != null && message.intVal.length)
                for (let i = 0; i < message.intVal.length; ++i)
                    writer.uint32(16).int64(message.intVal[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        MetaValue.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.PBDNSMessage.MetaValue();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.stringVal && message.stringVal.length))
                            message.stringVal = [];
                        message.stringVal.push(reader.string());
                        continue;
                    }
                case 2: {
                        if (wireType === 2) {
                            if (!(message.intVal && message.intVal.length))
                                message.intVal = [];
                            reader.int64s(message.intVal);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.intVal && message.intVal.length))
                            message.intVal = [];
                        message.intVal.push(reader.int64());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        MetaValue.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/PBDNSMessage.MetaValue";
        };

        return MetaValue;
    })();

    PBDNSMessage.Meta = (function() {

        const Meta = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Meta.prototype.key = "";
        Meta.prototype.value = null;

        Meta.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(10).string(message.key);
            $root.PBDNSMessage.MetaValue.encode(message.value, writer.uint32(18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Meta.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.PBDNSMessage.Meta();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.key = reader.string();
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.value = $root.PBDNSMessage.MetaValue.decode(reader, reader.size(), $undefined, _depth + 1, message.value);
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            if (!$Object.hasOwnProperty.call(message, "key"))
                throw $util.ProtocolError("missing required 'key'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "value"))
                throw $util.ProtocolError("missing required 'value'", { instance: message });
            return message;
        };

        Meta.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/PBDNSMessage.Meta";
        };

        return Meta;
    })();

    PBDNSMessage.Event = (function() {

        const Event = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        Event.prototype.ts = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
        Event.prototype.event = 0;
        Event.prototype.start = false;
        Event.prototype.boolVal = false;
        Event.prototype.intVal = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
        Event.prototype.stringVal = "";
        Event.prototype.bytesVal = $util.newBuffer([]);
        Event.prototype.custom = "";

        Event.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(8).int64(message.ts);
            writer.uint32(16).int32(message.event);
            writer.uint32(24).bool(message.start);
            if (message.boolVal != null && $Object.hasOwnProperty.call(message, "boolVal"))
                writer.uint32(32).bool(message.boolVal);
            if (message.intVal != null && $Object.hasOwnProperty.call(message, "intVal"))
                writer.uint32(40).int64(message.intVal);
            if (message.stringVal != null && $Object.hasOwnProperty.call(message, "stringVal"))
                writer.uint32(50).string(message.stringVal);
            if (message.bytesVal != null && $Object.hasOwnProperty.call(message, "bytesVal"))
                writer.uint32(58).bytes(message.bytesVal);
            if (message.custom != null && $Object.hasOwnProperty.call(message, "custom"))
                writer.uint32(66).string(message.custom);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        Event.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.PBDNSMessage.Event();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        message.ts = reader.int64();
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        value = reader.int32();
                        if ($root.PBDNSMessage.EventType[value] !== $undefined)
                            message.event = value;
                        else if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.start = reader.bool();
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.boolVal = reader.bool();
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.intVal = reader.int64();
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.stringVal = reader.string();
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.bytesVal = reader.bytes();
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.custom = reader.string();
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            if (!$Object.hasOwnProperty.call(message, "ts"))
                throw $util.ProtocolError("missing required 'ts'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "event"))
                throw $util.ProtocolError("missing required 'event'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "start"))
                throw $util.ProtocolError("missing required 'start'", { instance: message });
            return message;
        };

        Event.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/PBDNSMessage.Event";
        };

        return Event;
    })();

    return PBDNSMessage;
})();

export const PBDNSMessageList = $root.PBDNSMessageList = (() => {

    const PBDNSMessageList = function (properties) {
        this.msg = [];
        if (properties)
            for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                if (properties[keys[i]] != null && keys[i] !== "__proto__")
                    this[keys[i]] = properties[keys[i]];
    };

    PBDNSMessageList.prototype.msg = $util.emptyArray;

    PBDNSMessageList.encode = function (message, writer, _depth) {
        if (!writer)
            writer = $Writer.create();
        if (_depth === $undefined)
            _depth = 0;
        if (_depth > $util.recursionLimit)
            throw $Error("max depth exceeded");
        if (message.msg != null && message.msg.length)
            for (let i = 0; i < message.msg.length; ++i)
                $root.PBDNSMessage.encode(message.msg[i], writer.uint32(10).fork(), _depth + 1).ldelim();
        if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
            for (let i = 0; i < message.$unknowns.length; ++i)
                writer.raw(message.$unknowns[i]);
        return writer;
    };

    PBDNSMessageList.decode = function (reader, length, _end, _depth, _target) {
        if (!(reader instanceof $Reader))
            reader = $Reader.create(reader);
        if (_depth === $undefined)
            _depth = 0;
        if (_depth > $Reader.recursionLimit)
            throw $Error("max depth exceeded");
        let end, message;
        if (length === $undefined)
            end = reader.len;
        else {
            end = reader.pos + length;
            if (end > reader.len)
                throw $RangeError("index out of range");
            length = reader.len;
            reader.len = end;
        }
        message = _target || new $root.PBDNSMessageList();
        while (reader.pos < end) {
            let start = reader.pos;
            let tag = reader.tag();
            if (tag === _end) {
                _end = $undefined;
                break;
            }
            let wireType = tag & 7;
            switch (tag >>>= 3) {
            case 1: {
                    if (wireType !== 2)
                        break;
                    if (!(message.msg && message.msg.length))
                        message.msg = [];
                    message.msg.push($root.PBDNSMessage.decode(reader, reader.size(), $undefined, _depth + 1));
                    continue;
                }
            }
            reader.skipType(wireType, _depth, tag);
            if (!reader.discardUnknown) {
                $util.makeProp(message, "$unknowns", false);
                (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
            }
        }
        if (length !== $undefined) {
            if (reader.pos !== end)
                throw $RangeError("index out of range");
            reader.len = length;
        }
        if (_end !== $undefined)
            throw $Error("missing end group");
        return message;
    };

    PBDNSMessageList.getTypeUrl = function(prefix) {
        if (prefix === $undefined)
            prefix = "type.googleapis.com";
        return prefix + "/PBDNSMessageList";
    };

    return PBDNSMessageList;
})();

export {
  $root as default
};
