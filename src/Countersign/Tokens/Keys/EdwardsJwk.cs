namespace Countersign.Tokens.Keys;

/// <summary>The members of an Ed25519 key (RFC 8037 §2).</summary>
internal readonly struct EdwardsJwk(JwkMembers members)
{
    public EdwardsKey? Read(bool isPrivate, bool mayBePrivate)
    {
        if (!members.TryText("crv", out var name))
            return null;
        if (name is null)
            return Fail(TokenFaultKind.MemberMissing, "crv");
        if (name != "Ed25519")
            return Fail(TokenFaultKind.CurveUnknown, name);
        if (!mayBePrivate && members.Has("d"))
            return Fail(TokenFaultKind.PrivateKeyPublished, "d");
        if (!members.TryExactOctets("x", LibCrypto.KeyLength, out var x))
            return null;
        if (!EdwardsPoint.IsSound(x))
            return Fail(TokenFaultKind.PointNotOnCurve, name);
        if (!LibCrypto.IsAvailable)
            return Fail(TokenFaultKind.KeyNotSupportedHere, name);
        byte[]? seed = null;
        return !isPrivate || members.TryExactOctets("d", LibCrypto.KeyLength, out seed) ? new(x, seed) : null;
    }

    private EdwardsKey? Fail(TokenFaultKind kind, string name)
    {
        members.Fail(kind, name);
        return null;
    }
}
