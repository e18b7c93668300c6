namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Where a request without credentials ends.</summary>
/// <param name="Access">What becomes of it.</param>
/// <param name="Reason">Why, behind "because".</param>
/// <param name="Status">The status; null where it is not nginx's to say.</param>
internal sealed record NginxAnswer(Access Access, string Reason, int? Status)
{
    /// <summary>Whether a program behind nginx answers.</summary>
    public bool IsPassedOn { get; init; }

    /// <summary>Whether it is a file of the server's own folder.</summary>
    public bool IsFile { get; init; }

    /// <summary>The location that answers; null for the server itself.</summary>
    public NginxLocation? Location { get; init; }

    /// <summary>What decided, in the order in which nginx came by it.</summary>
    public IReadOnlyList<Directive> Trace { get; init; } = [];
}
