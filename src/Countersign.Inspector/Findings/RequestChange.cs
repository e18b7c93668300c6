namespace Countersign.Inspector.Findings;

/// <summary>One change to a request.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Name">The name of the field, the method, or the target.</param>
/// <param name="Value">What it becomes; null where it is taken off. A secret stands as the name of a variable, such as <c>$TOKEN</c>.</param>
public sealed record RequestChange(RequestChangeKind Kind, string Name, string? Value = null);
