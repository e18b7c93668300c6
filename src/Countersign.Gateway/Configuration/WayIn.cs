using System.Collections.Immutable;
using System.Net;
using Countersign.Decisions;
using Countersign.Tokens.Rules;

namespace Countersign.Gateway.Configuration;

/// <summary>One way to be let in by a route: who, proven how, from where. Two files are compared by their ways.</summary>
/// <param name="Proof">What credentials are checked against; null for none.</param>
/// <param name="Subject">The user or group that is let in; null for everybody.</param>
internal sealed record WayIn(Proof? Proof, string? Subject)
{
    /// <summary>Scopes, all of which are needed.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>Networks, one of which is needed; empty for any.</summary>
    public ImmutableArray<IPNetwork> Networks { get; init; } = [];

    /// <summary>Roles, one of which is needed; empty for none.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>Claims that are needed.</summary>
    public ImmutableArray<ClaimDemand> Claims { get; init; } = [];

    /// <summary>How people must have signed in.</summary>
    public SignInDemand? SignIn { get; init; }

    /// <summary>Whether everybody who gets in by the other way gets in by this one.</summary>
    public bool IsAtLeastAsOpenAs(WayIn other) =>
        Proof is null
        || (other.Proof is not null
            && Proof.Takes(other.Proof)
            && (Subject is null || Subject == other.Subject)
            && Scopes.All(scope => other.Scopes.Contains(scope))
            && Openness.OfOneOf(Roles, other.Roles)
            && Claims.All(claim => other.Claims.Any(known => known.Name == claim.Name && Openness.OfOneOf(claim.Values, known.Values)))
            && Openness.Of(SignIn, other.SignIn)
            && (Networks.IsEmpty || (!other.Networks.IsEmpty && other.Networks.All(inner => AreCovered(Networks, inner)))));

    /// <summary>Whether one of the networks holds all of another.</summary>
    public static bool AreCovered(ImmutableArray<IPNetwork> networks, IPNetwork inner) =>
        networks.Any(outer => outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress));
}

/// <summary>What a scheme checks against, not what it is called: another password file under the old name is another way in.</summary>
/// <param name="Kind">The kind of scheme, and of its users where they are in no file.</param>
/// <param name="File">The password file, absolute; null for none.</param>
/// <param name="Folder">The folder of the configuration.</param>
/// <param name="TakesCleartext">Whether it serves requests without TLS.</param>
internal sealed record Proof(string Kind, string? File, string Folder, bool TakesCleartext)
{
    /// <summary>What tokens have to be like; null where none are taken.</summary>
    public TokenRules? Rules { get; init; }

    public bool Takes(Proof other) =>
        Kind == other.Kind && IsSameFile(other) && (TakesCleartext || !other.TakesCleartext) && (Rules is null || (other.Rules is not null && Openness.Of(Rules, other.Rules)));

    // At the same place, or at the same place beside its configuration: a new version is often checked in a folder of its own.
    private bool IsSameFile(Proof other) =>
        File == other.File
        || (File is not null && other.File is not null
            && Path.GetRelativePath(Folder, File) == Path.GetRelativePath(other.Folder, other.File));
}
