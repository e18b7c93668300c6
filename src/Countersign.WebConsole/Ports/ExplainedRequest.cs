using System.Collections.Immutable;

namespace Countersign.WebConsole.Ports;

/// <summary>The story of a refused request.</summary>
/// <param name="Request">The request in one line.</param>
/// <param name="Outcome">What became of it, when, and who sent it.</param>
/// <param name="Facts">The story, most important first.</param>
/// <param name="WouldGetIn">Commands that would get in; empty where no credentials help.</param>
internal sealed record ExplainedRequest(string Request, string Outcome, ImmutableArray<ToldFact> Facts, ImmutableArray<string> WouldGetIn);
