using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Findings;

/// <summary>What is said of one check, whatever it finds.</summary>
/// <param name="Id">Its area and fact, such as <c>challenge/missing</c>: the folder and the file that it stands in.</param>
/// <param name="Severity">How much what it finds matters.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Why">Why that matters.</param>
/// <param name="Requirement">What it goes by.</param>
/// <param name="Fault">Whose fault it is, as far as that is always the same.</param>
/// <param name="OwnerFix">What the owner of the server is to change.</param>
public sealed record CheckRow(string Id, Severity Severity, string Title, string Why, Requirement Requirement, Fault Fault, string OwnerFix)
{
    /// <summary>What the caller can do by the request alone; null for nothing.</summary>
    public string? CallerFix { get; init; }

    /// <summary>Whether it can be why a request was refused, and is not only a flaw of the answer.</summary>
    public bool Explains { get; init; }

    /// <summary>What the owner changes, where there is code or configuration to show for it; null for nothing.</summary>
    internal Remedy? Remedy { get; init; }

    /// <summary>Whether what it finds is itself a refusal, in the dress of something else: a login page as success, an answer that the browser keeps from its script.</summary>
    public bool Hides { get; init; }

    /// <summary>What stands before the stroke of its name.</summary>
    public string Area => Id[..Id.IndexOf('/', StringComparison.Ordinal)];
}
