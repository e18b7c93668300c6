namespace Countersign.Tokens;

/// <summary>What may be wrong in a token or a key: the closed list. Every member has a row in <see cref="TokenFaultCatalogue"/>.</summary>
public enum TokenFaultKind
{
    /// <summary>There is no token.</summary>
    TokenEmpty,

    /// <summary>The token is longer than what is read.</summary>
    TokenTooLong,

    /// <summary>Not three parts with dots between them.</summary>
    TokenPartsWrong,

    /// <summary>Five parts: the token is encrypted (JWE).</summary>
    TokenEncrypted,

    /// <summary>The JSON serialization, where the compact one is needed.</summary>
    TokenInJson,

    /// <summary>A part that can't be empty is.</summary>
    PartEmpty,

    /// <summary>A part is longer than what is read.</summary>
    PartTooLong,

    /// <summary>A blank or a line end stands in the text.</summary>
    Base64UrlBlank,

    /// <summary>A part ends in <c>=</c>.</summary>
    Base64UrlPadding,

    /// <summary><c>+</c> or <c>/</c>: the other base64.</summary>
    Base64UrlStandardAlphabet,

    /// <summary>A character that base64url does not have.</summary>
    Base64UrlForeignCharacter,

    /// <summary>A length that no octets have.</summary>
    Base64UrlLength,

    /// <summary>The last character holds bits that belong to no octet.</summary>
    Base64UrlSpareBits,

    /// <summary>Not JSON.</summary>
    JsonMalformed,

    /// <summary>Octets that are not UTF-8.</summary>
    JsonNotUtf8,

    /// <summary>Half of a surrogate pair, escaped.</summary>
    JsonLoneSurrogate,

    /// <summary>More text than what is read.</summary>
    JsonTooLong,

    /// <summary>Objects and arrays inside one another beyond what is read.</summary>
    JsonTooDeep,

    /// <summary>An object with more members than what is read.</summary>
    JsonTooManyMembers,

    /// <summary>Two members of one object have the same name.</summary>
    JsonDuplicateMember,

    /// <summary>Something follows the JSON value.</summary>
    JsonTrailing,

    /// <summary>JSON, and not an object.</summary>
    JsonNotAnObject,

    /// <summary>A member of the header or of a key is not of its type.</summary>
    MemberTypeWrong,

    /// <summary>The header names no algorithm.</summary>
    AlgorithmMissing,

    /// <summary><c>none</c>, in whatever letter case.</summary>
    AlgorithmNone,

    /// <summary>An algorithm that is not known here.</summary>
    AlgorithmUnknown,

    /// <summary><c>crit</c> breaks its own rules.</summary>
    CriticalInvalid,

    /// <summary><c>crit</c> asks for an extension that is not known here.</summary>
    CriticalNotUnderstood,

    /// <summary><c>b64</c>: an unencoded payload.</summary>
    PayloadUnencoded,

    /// <summary>The token brings or points to a key of its own: a remark, it is not used.</summary>
    KeyInHeader,

    /// <summary>The algorithm is not among those that are taken here.</summary>
    AlgorithmNotAllowed,

    /// <summary>The key is not for this algorithm.</summary>
    AlgorithmNotForKey,

    /// <summary>No key has this <c>kid</c>, or there is none at all.</summary>
    KeyUnknown,

    /// <summary>More keys fit than are tried, and the tried ones don't.</summary>
    KeysTooMany,

    /// <summary>The signature has not the length that algorithm and key give.</summary>
    SignatureLengthWrong,

    /// <summary>The signature is not of this key over this text.</summary>
    SignatureWrong,

    /// <summary><c>cty</c> says that the payload is a token again.</summary>
    TokenNested,

    /// <summary>A claim is not of its type.</summary>
    ClaimTypeWrong,

    /// <summary>A claim is a number beyond what is read.</summary>
    ClaimNumberOutOfRange,

    /// <summary>A key lacks a member that its type needs.</summary>
    MemberMissing,

    /// <summary>A key's member has no value that it could have.</summary>
    MemberValueWrong,

    /// <summary>A key type that is not known here.</summary>
    KeyTypeUnknown,

    /// <summary>A curve that is not known here.</summary>
    CurveUnknown,

    /// <summary>The key's <c>alg</c> is not one of its type.</summary>
    KeyAlgorithmWrong,

    /// <summary>A key that is too short for what it has to hold.</summary>
    KeyTooShort,

    /// <summary>A key that is longer than what is read.</summary>
    KeyTooLong,

    /// <summary>An RSA key of a generator whose keys can be factored.</summary>
    KeyFactorable,

    /// <summary>An RSA exponent that no sound key has.</summary>
    ExponentUnsound,

    /// <summary>The point is not on the curve.</summary>
    PointNotOnCurve,

    /// <summary>A private or secret key stands where only public ones may.</summary>
    PrivateKeyPublished,

    /// <summary>A secret stands among public keys, as if the set had been published.</summary>
    SecretAmongPublicKeys,

    /// <summary><c>use</c> or <c>key_ops</c> keep the key from signatures, or <c>revoked</c> or <c>expires</c> from use altogether.</summary>
    KeyNotForSignatures,

    /// <summary>Private and public part are not of one key.</summary>
    PrivateKeyMismatch,

    /// <summary>The system has no means for this kind of key.</summary>
    KeyNotSupportedHere,

    /// <summary>A set with more keys than what is read.</summary>
    KeySetTooLarge,

    /// <summary>No PEM, or a block without a key that could be read.</summary>
    PemMalformed,

    /// <summary>A PEM block that is neither a public key nor a certificate.</summary>
    PemLabelUnknown,
}
