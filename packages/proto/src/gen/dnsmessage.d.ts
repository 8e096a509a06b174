import * as $protobuf from "protobufjs";
type Long = { low: number; high: number; unsigned: boolean };

/**
 * Properties of a PBDNSMessage.
 * @deprecated Use PBDNSMessage.$Properties instead.
 */
export interface IPBDNSMessage extends PBDNSMessage.$Properties {
}

/** Represents a PBDNSMessage. */
export class PBDNSMessage {

    /**
     * Constructs a new PBDNSMessage.
     * @param [properties] Properties to set
     */
    constructor(properties?: PBDNSMessage.$Properties);

    /** Unknown fields preserved while decoding when enabled */
    $unknowns?: Uint8Array[];

    /** PBDNSMessage type. */
    type: PBDNSMessage.Type;

    /** PBDNSMessage messageId. */
    messageId: Uint8Array;

    /** PBDNSMessage serverIdentity. */
    serverIdentity: Uint8Array;

    /** PBDNSMessage socketFamily. */
    socketFamily: PBDNSMessage.SocketFamily;

    /** PBDNSMessage socketProtocol. */
    socketProtocol: PBDNSMessage.SocketProtocol;

    /** PBDNSMessage from. */
    from: Uint8Array;

    /** PBDNSMessage to. */
    to: Uint8Array;

    /** PBDNSMessage inBytes. */
    inBytes: (number|Long);

    /** PBDNSMessage timeSec. */
    timeSec: number;

    /** PBDNSMessage timeUsec. */
    timeUsec: number;

    /** PBDNSMessage id. */
    id: number;

    /** PBDNSMessage question. */
    question?: (PBDNSMessage.DNSQuestion.$Properties|null);

    /** PBDNSMessage response. */
    response?: (PBDNSMessage.DNSResponse.$Properties|null);

    /** PBDNSMessage originalRequestorSubnet. */
    originalRequestorSubnet: Uint8Array;

    /** PBDNSMessage requestorId. */
    requestorId: string;

    /** PBDNSMessage initialRequestId. */
    initialRequestId: Uint8Array;

    /** PBDNSMessage deviceId. */
    deviceId: Uint8Array;

    /** PBDNSMessage newlyObservedDomain. */
    newlyObservedDomain: boolean;

    /** PBDNSMessage deviceName. */
    deviceName: string;

    /** PBDNSMessage fromPort. */
    fromPort: number;

    /** PBDNSMessage toPort. */
    toPort: number;

    /** PBDNSMessage meta. */
    meta: PBDNSMessage.Meta.$Properties[];

    /** PBDNSMessage trace. */
    trace: PBDNSMessage.Event.$Properties[];

    /** PBDNSMessage httpVersion. */
    httpVersion: PBDNSMessage.HTTPVersion;

    /** PBDNSMessage workerId. */
    workerId: (number|Long);

    /** PBDNSMessage packetCacheHit. */
    packetCacheHit: boolean;

    /** PBDNSMessage outgoingQueries. */
    outgoingQueries: number;

    /** PBDNSMessage headerFlags. */
    headerFlags: number;

    /** PBDNSMessage ednsVersion. */
    ednsVersion: number;

    /** PBDNSMessage openTelemetryData. */
    openTelemetryData: Uint8Array;

    /** PBDNSMessage ede. */
    ede: number;

    /** PBDNSMessage edeText. */
    edeText: string;

    /** PBDNSMessage openTelemetryTraceID. */
    openTelemetryTraceID: Uint8Array;

    /**
     * Encodes the specified PBDNSMessage message. Does not implicitly {@link PBDNSMessage.verify|verify} messages.
     * @param message PBDNSMessage message or plain object to encode
     * @param [writer] Writer to encode to
     * @returns Writer
     */
    static encode(message: PBDNSMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

    /**
     * Decodes a PBDNSMessage message from the specified reader or buffer.
     * @param reader Reader or buffer to decode from
     * @param [length] Message length if known beforehand
     * @returns {PBDNSMessage & PBDNSMessage.$Shape} PBDNSMessage
     * @throws {Error} If the payload is not a reader or valid buffer
     * @throws {$protobuf.util.ProtocolError} If required fields are missing
     */
    static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): PBDNSMessage & PBDNSMessage.$Shape;

    /**
     * Gets the type url for PBDNSMessage
     * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
     * @returns The type url
     */
    static getTypeUrl(prefix?: string): string;
}

export namespace PBDNSMessage {

    /** Properties of a PBDNSMessage. */
    interface $Properties {

        /** PBDNSMessage type */
        type: PBDNSMessage.Type;

        /** PBDNSMessage messageId */
        messageId?: (Uint8Array|null);

        /** PBDNSMessage serverIdentity */
        serverIdentity?: (Uint8Array|null);

        /** PBDNSMessage socketFamily */
        socketFamily?: (PBDNSMessage.SocketFamily|null);

        /** PBDNSMessage socketProtocol */
        socketProtocol?: (PBDNSMessage.SocketProtocol|null);

        /** PBDNSMessage from */
        from?: (Uint8Array|null);

        /** PBDNSMessage to */
        to?: (Uint8Array|null);

        /** PBDNSMessage inBytes */
        inBytes?: (number|Long|null);

        /** PBDNSMessage timeSec */
        timeSec?: (number|null);

        /** PBDNSMessage timeUsec */
        timeUsec?: (number|null);

        /** PBDNSMessage id */
        id?: (number|null);

        /** PBDNSMessage question */
        question?: (PBDNSMessage.DNSQuestion.$Properties|null);

        /** PBDNSMessage response */
        response?: (PBDNSMessage.DNSResponse.$Properties|null);

        /** PBDNSMessage originalRequestorSubnet */
        originalRequestorSubnet?: (Uint8Array|null);

        /** PBDNSMessage requestorId */
        requestorId?: (string|null);

        /** PBDNSMessage initialRequestId */
        initialRequestId?: (Uint8Array|null);

        /** PBDNSMessage deviceId */
        deviceId?: (Uint8Array|null);

        /** PBDNSMessage newlyObservedDomain */
        newlyObservedDomain?: (boolean|null);

        /** PBDNSMessage deviceName */
        deviceName?: (string|null);

        /** PBDNSMessage fromPort */
        fromPort?: (number|null);

        /** PBDNSMessage toPort */
        toPort?: (number|null);

        /** PBDNSMessage meta */
        meta?: (PBDNSMessage.Meta.$Properties[]|null);

        /** PBDNSMessage trace */
        trace?: (PBDNSMessage.Event.$Properties[]|null);

        /** PBDNSMessage httpVersion */
        httpVersion?: (PBDNSMessage.HTTPVersion|null);

        /** PBDNSMessage workerId */
        workerId?: (number|Long|null);

        /** PBDNSMessage packetCacheHit */
        packetCacheHit?: (boolean|null);

        /** PBDNSMessage outgoingQueries */
        outgoingQueries?: (number|null);

        /** PBDNSMessage headerFlags */
        headerFlags?: (number|null);

        /** PBDNSMessage ednsVersion */
        ednsVersion?: (number|null);

        /** PBDNSMessage openTelemetryData */
        openTelemetryData?: (Uint8Array|null);

        /** PBDNSMessage ede */
        ede?: (number|null);

        /** PBDNSMessage edeText */
        edeText?: (string|null);

        /** PBDNSMessage openTelemetryTraceID */
        openTelemetryTraceID?: (Uint8Array|null);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];
    }

    /** Shape of a PBDNSMessage. */
    type $Shape = PBDNSMessage.$Properties;

    /** Type enum. */
    enum Type {

        /** DNSQueryType value */
        DNSQueryType = 1,

        /** DNSResponseType value */
        DNSResponseType = 2,

        /** DNSOutgoingQueryType value */
        DNSOutgoingQueryType = 3,

        /** DNSIncomingResponseType value */
        DNSIncomingResponseType = 4,

        /** InternalType value */
        InternalType = 5
    }

    /** SocketFamily enum. */
    enum SocketFamily {

        /** INET value */
        INET = 1,

        /** INET6 value */
        INET6 = 2
    }

    /** SocketProtocol enum. */
    enum SocketProtocol {

        /** UDP value */
        UDP = 1,

        /** TCP value */
        TCP = 2,

        /** DOT value */
        DOT = 3,

        /** DOH value */
        DOH = 4,

        /** DNSCryptUDP value */
        DNSCryptUDP = 5,

        /** DNSCryptTCP value */
        DNSCryptTCP = 6,

        /** DOQ value */
        DOQ = 7
    }

    /** HTTPVersion enum. */
    enum HTTPVersion {

        /** HTTP1 value */
        HTTP1 = 1,

        /** HTTP2 value */
        HTTP2 = 2,

        /** HTTP3 value */
        HTTP3 = 3
    }

    /** PolicyType enum. */
    enum PolicyType {

        /** UNKNOWN value */
        UNKNOWN = 1,

        /** QNAME value */
        QNAME = 2,

        /** CLIENTIP value */
        CLIENTIP = 3,

        /** RESPONSEIP value */
        RESPONSEIP = 4,

        /** NSDNAME value */
        NSDNAME = 5,

        /** NSIP value */
        NSIP = 6
    }

    /** PolicyKind enum. */
    enum PolicyKind {

        /** NoAction value */
        NoAction = 1,

        /** Drop value */
        Drop = 2,

        /** NXDOMAIN value */
        NXDOMAIN = 3,

        /** NODATA value */
        NODATA = 4,

        /** Truncate value */
        Truncate = 5,

        /** Custom value */
        Custom = 6
    }

    /** VState enum. */
    enum VState {

        /** Indeterminate value */
        Indeterminate = 1,

        /** Insecure value */
        Insecure = 2,

        /** Secure value */
        Secure = 3,

        /** BogusNoValidDNSKEY value */
        BogusNoValidDNSKEY = 4,

        /** BogusInvalidDenial value */
        BogusInvalidDenial = 5,

        /** BogusUnableToGetDSs value */
        BogusUnableToGetDSs = 6,

        /** BogusUnableToGetDNSKEYs value */
        BogusUnableToGetDNSKEYs = 7,

        /** BogusSelfSignedDS value */
        BogusSelfSignedDS = 8,

        /** BogusNoRRSIG value */
        BogusNoRRSIG = 9,

        /** BogusNoValidRRSIG value */
        BogusNoValidRRSIG = 10,

        /** BogusMissingNegativeIndication value */
        BogusMissingNegativeIndication = 11,

        /** BogusSignatureNotYetValid value */
        BogusSignatureNotYetValid = 12,

        /** BogusSignatureExpired value */
        BogusSignatureExpired = 13,

        /** BogusUnsupportedDNSKEYAlgo value */
        BogusUnsupportedDNSKEYAlgo = 14,

        /** BogusUnsupportedDSDigestType value */
        BogusUnsupportedDSDigestType = 15,

        /** BogusNoZoneKeyBitSet value */
        BogusNoZoneKeyBitSet = 16,

        /** BogusRevokedDNSKEY value */
        BogusRevokedDNSKEY = 17,

        /** BogusInvalidDNSKEYProtocol value */
        BogusInvalidDNSKEYProtocol = 18
    }

    /** EventType enum. */
    enum EventType {

        /** CustomEvent value */
        CustomEvent = 0,

        /** ReqRecv value */
        ReqRecv = 1,

        /** PCacheCheck value */
        PCacheCheck = 2,

        /** AnswerSent value */
        AnswerSent = 3,

        /** SyncRes value */
        SyncRes = 100,

        /** LuaGetTag value */
        LuaGetTag = 101,

        /** LuaGetTagFFI value */
        LuaGetTagFFI = 102,

        /** LuaIPFilter value */
        LuaIPFilter = 103,

        /** LuaPreRPZ value */
        LuaPreRPZ = 104,

        /** LuaPreResolve value */
        LuaPreResolve = 105,

        /** LuaPreOutQuery value */
        LuaPreOutQuery = 106,

        /** LuaPostResolve value */
        LuaPostResolve = 107,

        /** LuaNoData value */
        LuaNoData = 108,

        /** LuaNXDomain value */
        LuaNXDomain = 109,

        /** LuaPostResolveFFI value */
        LuaPostResolveFFI = 110,

        /** AuthRequest value */
        AuthRequest = 120,

        /** PacketParse value */
        PacketParse = 121,

        /** ProcessUDP value */
        ProcessUDP = 122,

        /** ProcessTCP value */
        ProcessTCP = 123
    }

    /**
     * Properties of a DNSQuestion.
     * @deprecated Use PBDNSMessage.DNSQuestion.$Properties instead.
     */
    interface IDNSQuestion extends PBDNSMessage.DNSQuestion.$Properties {
    }

    /** Represents a DNSQuestion. */
    class DNSQuestion {

        /**
         * Constructs a new DNSQuestion.
         * @param [properties] Properties to set
         */
        constructor(properties?: PBDNSMessage.DNSQuestion.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DNSQuestion qName. */
        qName: string;

        /** DNSQuestion qType. */
        qType: number;

        /** DNSQuestion qClass. */
        qClass: number;

        /**
         * Encodes the specified DNSQuestion message. Does not implicitly {@link PBDNSMessage.DNSQuestion.verify|verify} messages.
         * @param message DNSQuestion message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: PBDNSMessage.DNSQuestion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DNSQuestion message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {PBDNSMessage.DNSQuestion & PBDNSMessage.DNSQuestion.$Shape} DNSQuestion
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): PBDNSMessage.DNSQuestion & PBDNSMessage.DNSQuestion.$Shape;

        /**
         * Gets the type url for DNSQuestion
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DNSQuestion {

        /** Properties of a DNSQuestion. */
        interface $Properties {

            /** DNSQuestion qName */
            qName?: (string|null);

            /** DNSQuestion qType */
            qType?: (number|null);

            /** DNSQuestion qClass */
            qClass?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DNSQuestion. */
        type $Shape = PBDNSMessage.DNSQuestion.$Properties;
    }

    /**
     * Properties of a DNSResponse.
     * @deprecated Use PBDNSMessage.DNSResponse.$Properties instead.
     */
    interface IDNSResponse extends PBDNSMessage.DNSResponse.$Properties {
    }

    /** Represents a DNSResponse. */
    class DNSResponse {

        /**
         * Constructs a new DNSResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: PBDNSMessage.DNSResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DNSResponse rcode. */
        rcode: number;

        /** DNSResponse rrs. */
        rrs: PBDNSMessage.DNSResponse.DNSRR.$Properties[];

        /** DNSResponse appliedPolicy. */
        appliedPolicy: string;

        /** DNSResponse tags. */
        tags: string[];

        /** DNSResponse queryTimeSec. */
        queryTimeSec: number;

        /** DNSResponse queryTimeUsec. */
        queryTimeUsec: number;

        /** DNSResponse appliedPolicyType. */
        appliedPolicyType: PBDNSMessage.PolicyType;

        /** DNSResponse appliedPolicyTrigger. */
        appliedPolicyTrigger: string;

        /** DNSResponse appliedPolicyHit. */
        appliedPolicyHit: string;

        /** DNSResponse appliedPolicyKind. */
        appliedPolicyKind: PBDNSMessage.PolicyKind;

        /** DNSResponse validationState. */
        validationState: PBDNSMessage.VState;

        /**
         * Encodes the specified DNSResponse message. Does not implicitly {@link PBDNSMessage.DNSResponse.verify|verify} messages.
         * @param message DNSResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: PBDNSMessage.DNSResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DNSResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {PBDNSMessage.DNSResponse & PBDNSMessage.DNSResponse.$Shape} DNSResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): PBDNSMessage.DNSResponse & PBDNSMessage.DNSResponse.$Shape;

        /**
         * Gets the type url for DNSResponse
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DNSResponse {

        /** Properties of a DNSResponse. */
        interface $Properties {

            /** DNSResponse rcode */
            rcode?: (number|null);

            /** DNSResponse rrs */
            rrs?: (PBDNSMessage.DNSResponse.DNSRR.$Properties[]|null);

            /** DNSResponse appliedPolicy */
            appliedPolicy?: (string|null);

            /** DNSResponse tags */
            tags?: (string[]|null);

            /** DNSResponse queryTimeSec */
            queryTimeSec?: (number|null);

            /** DNSResponse queryTimeUsec */
            queryTimeUsec?: (number|null);

            /** DNSResponse appliedPolicyType */
            appliedPolicyType?: (PBDNSMessage.PolicyType|null);

            /** DNSResponse appliedPolicyTrigger */
            appliedPolicyTrigger?: (string|null);

            /** DNSResponse appliedPolicyHit */
            appliedPolicyHit?: (string|null);

            /** DNSResponse appliedPolicyKind */
            appliedPolicyKind?: (PBDNSMessage.PolicyKind|null);

            /** DNSResponse validationState */
            validationState?: (PBDNSMessage.VState|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DNSResponse. */
        type $Shape = PBDNSMessage.DNSResponse.$Properties;

        /**
         * Properties of a DNSRR.
         * @deprecated Use PBDNSMessage.DNSResponse.DNSRR.$Properties instead.
         */
        interface IDNSRR extends PBDNSMessage.DNSResponse.DNSRR.$Properties {
        }

        /** Represents a DNSRR. */
        class DNSRR {

            /**
             * Constructs a new DNSRR.
             * @param [properties] Properties to set
             */
            constructor(properties?: PBDNSMessage.DNSResponse.DNSRR.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DNSRR name. */
            name: string;

            /** DNSRR type. */
            type: number;

            /** DNSRR class. */
            class: number;

            /** DNSRR ttl. */
            ttl: number;

            /** DNSRR rdata. */
            rdata: Uint8Array;

            /** DNSRR udr. */
            udr: boolean;

            /**
             * Encodes the specified DNSRR message. Does not implicitly {@link PBDNSMessage.DNSResponse.DNSRR.verify|verify} messages.
             * @param message DNSRR message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: PBDNSMessage.DNSResponse.DNSRR.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DNSRR message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {PBDNSMessage.DNSResponse.DNSRR & PBDNSMessage.DNSResponse.DNSRR.$Shape} DNSRR
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): PBDNSMessage.DNSResponse.DNSRR & PBDNSMessage.DNSResponse.DNSRR.$Shape;

            /**
             * Gets the type url for DNSRR
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace DNSRR {

            /** Properties of a DNSRR. */
            interface $Properties {

                /** DNSRR name */
                name?: (string|null);

                /** DNSRR type */
                type?: (number|null);

                /** DNSRR class */
                "class"?: (number|null);

                /** DNSRR ttl */
                ttl?: (number|null);

                /** DNSRR rdata */
                rdata?: (Uint8Array|null);

                /** DNSRR udr */
                udr?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DNSRR. */
            type $Shape = PBDNSMessage.DNSResponse.DNSRR.$Properties;
        }
    }

    /**
     * Properties of a MetaValue.
     * @deprecated Use PBDNSMessage.MetaValue.$Properties instead.
     */
    interface IMetaValue extends PBDNSMessage.MetaValue.$Properties {
    }

    /** Represents a MetaValue. */
    class MetaValue {

        /**
         * Constructs a new MetaValue.
         * @param [properties] Properties to set
         */
        constructor(properties?: PBDNSMessage.MetaValue.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MetaValue stringVal. */
        stringVal: string[];

        /** MetaValue intVal. */
        intVal: (number|Long)[];

        /**
         * Encodes the specified MetaValue message. Does not implicitly {@link PBDNSMessage.MetaValue.verify|verify} messages.
         * @param message MetaValue message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: PBDNSMessage.MetaValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MetaValue message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {PBDNSMessage.MetaValue & PBDNSMessage.MetaValue.$Shape} MetaValue
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): PBDNSMessage.MetaValue & PBDNSMessage.MetaValue.$Shape;

        /**
         * Gets the type url for MetaValue
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace MetaValue {

        /** Properties of a MetaValue. */
        interface $Properties {

            /** MetaValue stringVal */
            stringVal?: (string[]|null);

            /** MetaValue intVal */
            intVal?: ((number|Long)[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MetaValue. */
        type $Shape = PBDNSMessage.MetaValue.$Properties;
    }

    /**
     * Properties of a Meta.
     * @deprecated Use PBDNSMessage.Meta.$Properties instead.
     */
    interface IMeta extends PBDNSMessage.Meta.$Properties {
    }

    /** Represents a Meta. */
    class Meta {

        /**
         * Constructs a new Meta.
         * @param [properties] Properties to set
         */
        constructor(properties?: PBDNSMessage.Meta.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Meta key. */
        key: string;

        /** Meta value. */
        value: PBDNSMessage.MetaValue.$Properties;

        /**
         * Encodes the specified Meta message. Does not implicitly {@link PBDNSMessage.Meta.verify|verify} messages.
         * @param message Meta message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: PBDNSMessage.Meta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Meta message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {PBDNSMessage.Meta & PBDNSMessage.Meta.$Shape} Meta
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): PBDNSMessage.Meta & PBDNSMessage.Meta.$Shape;

        /**
         * Gets the type url for Meta
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Meta {

        /** Properties of a Meta. */
        interface $Properties {

            /** Meta key */
            key: string;

            /** Meta value */
            value: PBDNSMessage.MetaValue.$Properties;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Meta. */
        type $Shape = PBDNSMessage.Meta.$Properties;
    }

    /**
     * Properties of an Event.
     * @deprecated Use PBDNSMessage.Event.$Properties instead.
     */
    interface IEvent extends PBDNSMessage.Event.$Properties {
    }

    /** Represents an Event. */
    class Event {

        /**
         * Constructs a new Event.
         * @param [properties] Properties to set
         */
        constructor(properties?: PBDNSMessage.Event.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Event ts. */
        ts: (number|Long);

        /** Event event. */
        event: PBDNSMessage.EventType;

        /** Event start. */
        start: boolean;

        /** Event boolVal. */
        boolVal: boolean;

        /** Event intVal. */
        intVal: (number|Long);

        /** Event stringVal. */
        stringVal: string;

        /** Event bytesVal. */
        bytesVal: Uint8Array;

        /** Event custom. */
        custom: string;

        /**
         * Encodes the specified Event message. Does not implicitly {@link PBDNSMessage.Event.verify|verify} messages.
         * @param message Event message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: PBDNSMessage.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Event message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {PBDNSMessage.Event & PBDNSMessage.Event.$Shape} Event
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): PBDNSMessage.Event & PBDNSMessage.Event.$Shape;

        /**
         * Gets the type url for Event
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Event {

        /** Properties of an Event. */
        interface $Properties {

            /** Event ts */
            ts: (number|Long);

            /** Event event */
            event: PBDNSMessage.EventType;

            /** Event start */
            start: boolean;

            /** Event boolVal */
            boolVal?: (boolean|null);

            /** Event intVal */
            intVal?: (number|Long|null);

            /** Event stringVal */
            stringVal?: (string|null);

            /** Event bytesVal */
            bytesVal?: (Uint8Array|null);

            /** Event custom */
            custom?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Event. */
        type $Shape = PBDNSMessage.Event.$Properties;
    }
}

/**
 * Properties of a PBDNSMessageList.
 * @deprecated Use PBDNSMessageList.$Properties instead.
 */
export interface IPBDNSMessageList extends PBDNSMessageList.$Properties {
}

/** Represents a PBDNSMessageList. */
export class PBDNSMessageList {

    /**
     * Constructs a new PBDNSMessageList.
     * @param [properties] Properties to set
     */
    constructor(properties?: PBDNSMessageList.$Properties);

    /** Unknown fields preserved while decoding when enabled */
    $unknowns?: Uint8Array[];

    /** PBDNSMessageList msg. */
    msg: PBDNSMessage.$Properties[];

    /**
     * Encodes the specified PBDNSMessageList message. Does not implicitly {@link PBDNSMessageList.verify|verify} messages.
     * @param message PBDNSMessageList message or plain object to encode
     * @param [writer] Writer to encode to
     * @returns Writer
     */
    static encode(message: PBDNSMessageList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

    /**
     * Decodes a PBDNSMessageList message from the specified reader or buffer.
     * @param reader Reader or buffer to decode from
     * @param [length] Message length if known beforehand
     * @returns {PBDNSMessageList & PBDNSMessageList.$Shape} PBDNSMessageList
     * @throws {Error} If the payload is not a reader or valid buffer
     * @throws {$protobuf.util.ProtocolError} If required fields are missing
     */
    static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): PBDNSMessageList & PBDNSMessageList.$Shape;

    /**
     * Gets the type url for PBDNSMessageList
     * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
     * @returns The type url
     */
    static getTypeUrl(prefix?: string): string;
}

export namespace PBDNSMessageList {

    /** Properties of a PBDNSMessageList. */
    interface $Properties {

        /** PBDNSMessageList msg */
        msg?: (PBDNSMessage.$Properties[]|null);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];
    }

    /** Shape of a PBDNSMessageList. */
    type $Shape = PBDNSMessageList.$Properties;
}
