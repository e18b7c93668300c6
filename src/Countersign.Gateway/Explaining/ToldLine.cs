namespace Countersign.Gateway.Explaining;

/// <summary>One line of what is told of a request.</summary>
/// <param name="Name">What it is about, in one word or two.</param>
/// <param name="Value">What is said; may hold what a peer sent.</param>
internal sealed record ToldLine(string Name, string Value);
