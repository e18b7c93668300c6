using System.Collections.Frozen;
using System.Collections.Immutable;
using static Countersign.Tokens.TokenFaultKind;

namespace Countersign.Tokens;

/// <summary>The words for every fault of tokens and keys.</summary>
public static class TokenFaultCatalogue
{
    private static readonly FrozenDictionary<TokenFaultKind, TokenFaultRow> Rows = Enum.GetValues<TokenFaultKind>().ToFrozenDictionary(kind => kind, RowOf);

    /// <summary>Every kind of fault.</summary>
    public static ImmutableArray<TokenFaultKind> All { get; } = [.. Enum.GetValues<TokenFaultKind>()];

    /// <summary>The row of a kind.</summary>
    public static TokenFaultRow Row(this TokenFaultKind kind) => Rows[kind];

    private static TokenFaultRow RowOf(TokenFaultKind kind) => kind switch
    {
        TokenEmpty => new("token-empty", "There is no token.", "RFC 7515 §7.1"),
        TokenTooLong => new("token-too-long", "The token is longer than what is read.", "RFC 7515 §5.2"),
        TokenPartsWrong => new("token-parts-wrong", "A token has three parts with dots between them.", "RFC 7515 §7.1"),
        TokenEncrypted => new("token-encrypted", "The token has five parts: it is encrypted, and only signed ones are read.", "RFC 7516 §7.1"),
        TokenInJson => new("token-in-json", "The token is in the JSON serialization; only the compact one is read.", "RFC 7519 §1"),
        PartEmpty => new("part-empty", "A part of the token that can't be empty is.", "RFC 7515 §7.1"),
        PartTooLong => new("part-too-long", "A part of the token is longer than what is read.", "RFC 7515 §5.2"),

        Base64UrlBlank => new("base64url-blank", "A blank or a line end stands in the text; it was perhaps broken by copying.", "RFC 7515 §2"),
        Base64UrlPadding => new("base64url-padding", "The text is padded with =; here it must not be.", "RFC 7515 §2"),
        Base64UrlStandardAlphabet => new("base64url-standard-alphabet", "The text has + or /: it is base64, not base64url.", "RFC 4648 §5"),
        Base64UrlForeignCharacter => new("base64url-foreign-character", "The text has a character that base64url does not have.", "RFC 4648 §5"),
        Base64UrlLength => new("base64url-length", "The text is one character too long or three too short; it was perhaps cut.", "RFC 4648 §4"),
        Base64UrlSpareBits => new("base64url-spare-bits", "The last character holds bits that belong to no octet: the text was cut or changed.", "RFC 4648 §3.5"),

        JsonMalformed => new("json-malformed", "The text is not JSON.", "RFC 8259 §2"),
        JsonNotUtf8 => new("json-not-utf8", "The octets are not UTF-8.", "RFC 8725 §3.7"),
        JsonLoneSurrogate => new("json-lone-surrogate", "A string holds half of a surrogate pair, which is no character.", "RFC 7493 §2.1"),
        JsonTooLong => new("json-too-long", "The JSON text is longer than what is read.", "RFC 8259 §9"),
        JsonTooDeep => new("json-too-deep", "Objects and arrays lie deeper in one another than what is read.", "RFC 8259 §9"),
        JsonTooManyMembers => new("json-too-many-members", "An object has more members than what is read.", "RFC 8259 §9"),
        JsonDuplicateMember => new("json-duplicate-member", "Two members of an object have the same name, and readers differ in which one counts.", "RFC 7515 §4"),
        JsonTrailing => new("json-trailing", "Something follows the JSON value.", "RFC 7515 §10.12"),
        JsonNotAnObject => new("json-not-an-object", "The JSON value is not an object.", "RFC 7519 §7.2"),

        MemberTypeWrong => new("member-type-wrong", "A member is not of the type that it must have.", "RFC 7515 §4.1"),
        AlgorithmMissing => new("algorithm-missing", "The header does not say which algorithm signed the token.", "RFC 7515 §4.1.1"),
        AlgorithmNone => new("algorithm-none", "The token is not signed: its algorithm is none.", "RFC 8725 §3.2"),
        AlgorithmUnknown => new("algorithm-unknown", "The algorithm is not one that is known here.", "RFC 7518 §3.1"),
        CriticalInvalid => new("critical-invalid", "The header's crit is no list of extensions that the header has.", "RFC 7515 §4.1.11"),
        CriticalNotUnderstood => new("critical-not-understood", "The header's crit asks for an extension that is not known here.", "RFC 7515 §4.1.11"),
        PayloadUnencoded => new("payload-unencoded", "The header has b64: an unencoded payload has no place in a token.", "RFC 7797 §7"),
        KeyInHeader => new("key-in-header", "The token brings or points to a key of its own; it was not used.", "RFC 8725 §3.10"),

        AlgorithmNotAllowed => new("algorithm-not-allowed", "The algorithm is not among those that are taken here.", "RFC 8725 §3.1"),
        AlgorithmNotForKey => new("algorithm-not-for-key", "The key is not for the algorithm that the token names.", "RFC 8725 §3.1"),
        KeyUnknown => new("key-unknown", "No key that is known here has the token's kid.", "RFC 7515 §4.1.4"),
        KeysTooMany => new("keys-too-many", "More keys fit the token than are tried, and those tried did not make the signature.", "RFC 7515 §6"),
        SignatureLengthWrong => new("signature-length-wrong", "The signature has not the length that algorithm and key give; it is perhaps in DER form or cut.", "RFC 7518 §3"),
        SignatureWrong => new("signature-wrong", "The signature is not this key's over this text.", "RFC 7515 §5.2"),

        TokenNested => new("token-nested", "The payload is a token again; nested ones are not read.", "RFC 7519 §5.2"),
        ClaimTypeWrong => new("claim-type-wrong", "A claim is not of the type that it must have.", "RFC 7519 §4.1"),
        ClaimNumberOutOfRange => new("claim-number-out-of-range", "A claim is a number beyond what any clock shows.", "RFC 7519 §2"),

        MemberMissing => new("member-missing", "The key lacks a member that its type needs.", "RFC 7517 §4"),
        MemberValueWrong => new("member-value-wrong", "A member of the key has a value that it can't have.", "RFC 7518 §6"),
        KeyTypeUnknown => new("key-type-unknown", "The key is of a type that is not known here.", "RFC 7517 §5"),
        CurveUnknown => new("curve-unknown", "The key is on a curve that is not known here.", "RFC 7518 §6.2.1.1"),
        KeyAlgorithmWrong => new("key-algorithm-wrong", "The key's alg is not for keys of its type, curve or length.", "RFC 7517 §4.4"),
        KeyTooShort => new("key-too-short", "The key is too short: RSA needs 2048 bits, HMAC as many as its hash.", "RFC 7518 §3"),
        KeyTooLong => new("key-too-long", "The key is longer than what is read.", "RFC 7518 §8.3"),
        KeyFactorable => new("key-factorable", "The RSA key is of a faulty generator (ROCA, CVE-2017-15361): anybody can compute its private part.", "RFC 8725 §3.2"),
        ExponentUnsound => new("exponent-unsound", "The RSA exponent is not an odd number from 3 to 2^32.", "RFC 8017 §3.1"),
        PointNotOnCurve => new("point-not-on-curve", "The key's point is not on its curve.", "RFC 8725 §3.4"),
        PrivateKeyPublished => new("private-key-published", "A private or secret key stands where only public ones may: whoever saw it can sign.", "RFC 7517 §9.2"),
        SecretAmongPublicKeys => new("secret-among-public-keys", "A secret stands in a set beside public keys, which are made to be shown; keep it in a set of its own.", "RFC 7517 §9.2"),
        KeyNotForSignatures => new("key-not-for-signatures", "The key's own words (use, key_ops, revoked, expires) keep it from this.", "RFC 7517 §4.2"),
        PrivateKeyMismatch => new("private-key-mismatch", "The private and the public part are not of one key.", "RFC 7518 §6"),
        KeyNotSupportedHere => new("key-not-supported-here", "This system has no means for this kind of key; Ed25519 needs OpenSSL's libcrypto.so.3 or 1.1.", "RFC 8037 §3.1"),
        KeySetTooLarge => new("key-set-too-large", "The set has more keys than what is read.", "RFC 7517 §5"),
        PemMalformed => new("pem-malformed", "The text is no PEM, or a block of it holds no key that can be read.", "RFC 7468 §2"),
        PemLabelUnknown => new("pem-label-unknown", "The PEM block is neither PUBLIC KEY nor CERTIFICATE.", "RFC 7468 §4"),
    };
}
