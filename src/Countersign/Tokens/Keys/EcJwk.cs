using System.Security.Cryptography;

namespace Countersign.Tokens.Keys;

/// <summary>The members of a key on a NIST curve (RFC 7518 §6.2).</summary>
internal readonly struct EcJwk(JwkMembers members)
{
    public EcKey? Read(bool isPrivate, bool mayBePrivate)
    {
        if (!members.TryText("crv", out var name))
            return null;
        if (name is null)
            return Fail(TokenFaultKind.MemberMissing, "crv");
        if (EcCurve.Find(name) is not { } curve)
            return Fail(TokenFaultKind.CurveUnknown, name);
        if (!mayBePrivate && members.Has("d"))
            return Fail(TokenFaultKind.PrivateKeyPublished, "d");
        if (!members.TryExactOctets("x", curve.Length, out var x) || !members.TryExactOctets("y", curve.Length, out var y))
            return null;

        var point = new ECPoint { X = x, Y = y };
        if (!curve.Has(point))
            return Fail(TokenFaultKind.PointNotOnCurve, name);
        byte[]? secret = null;
        return !isPrivate || members.TryExactOctets("d", curve.Length, out secret) ? new(curve, point, secret) : null;
    }

    private EcKey? Fail(TokenFaultKind kind, string name)
    {
        members.Fail(kind, name);
        return null;
    }
}
