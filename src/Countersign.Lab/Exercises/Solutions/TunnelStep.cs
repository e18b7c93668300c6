using System.Collections.Immutable;
using System.Text;

namespace Countersign.Lab.Exercises.Solutions;

/// <summary>A request through a tunnel of the server as a proxy, to the host that is behind it alone.</summary>
/// <param name="Place">The place.</param>
internal sealed record TunnelStep(string Place) : SolutionStep
{
    /// <summary>A name, a colon and a password for the proxy; null for none.</summary>
    public string? ProxyLogin { get; init; }

    /// <summary>A name, a colon and a password for the origin; null for none.</summary>
    public string? Login { get; init; }

    /// <summary>Whether both are given by Digest, once they are asked for, and not by Basic at once.</summary>
    public bool IsDigest { get; init; }

    /// <summary>Further fields of CONNECT.</summary>
    public ImmutableArray<(string Name, string Value)> ProxyFields { get; init; } = [];

    /// <summary>Fields of the request within the tunnel.</summary>
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>Whether no TLS is spoken within the tunnel.</summary>
    public bool IsCleartext { get; init; }

    /// <inheritdoc/>
    public override string Shell(int number)
    {
        var line = new StringBuilder(IsCleartext ? "curl -si --proxytunnel" : "curl -si --cacert \"$CA\"");
        line.Append(" -x \"$PROXY\"");
        if (ProxyLogin is not null)
            line.Append(IsDigest ? " --proxy-digest -U " : " -U ").Append(Single(ProxyLogin));
        foreach (var (name, value) in ProxyFields)
            line.Append(" --proxy-header ").Append(Word($"{name}: {value}"));
        if (Login is not null)
            line.Append(IsDigest ? " --digest -u " : " -u ").Append(Single(Login));
        foreach (var (name, value) in Fields)
            line.Append(" -H ").Append(Word($"{name}: {value}"));
        var origin = IsCleartext ? "http://${SHOP#https://}" : Exercise.ShopMark;
        return line.Append(" \"").Append(origin).Append('/').Append(Place).Append('"').ToString();
    }
}
