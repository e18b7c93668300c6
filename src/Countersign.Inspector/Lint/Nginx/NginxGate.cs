namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Who decides whether a request gets in.</summary>
internal enum NginxGateKind
{
    Addresses,
    Basic,
    Asked,
    Other,
}

/// <summary>One of those who decide, and the lines that say so.</summary>
internal sealed record NginxGate(NginxGateKind Kind, IReadOnlyList<Directive> Lines);
