namespace Countersign.AspNetCore.SignIn;

/// <summary>What may keep a session from coming back, for whoever runs the site.</summary>
/// <param name="Sentence">What was seen, and what it means.</param>
/// <param name="Configuration">The line of the configuration to look at; null where it is none of ours.</param>
internal sealed record LoopCause(string Sentence, string? Configuration = null);
