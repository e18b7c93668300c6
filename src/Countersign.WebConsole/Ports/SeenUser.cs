using System.Collections.Immutable;

namespace Countersign.WebConsole.Ports;

/// <summary>A user of the store.</summary>
/// <param name="Name">The name.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Email">The e-mail address, or null.</param>
/// <param name="IsDisabled">Whether nobody gets in by this name.</param>
/// <param name="Created">When it was added.</param>
internal sealed record SeenUser(string Name, ImmutableArray<string> Groups, string? Email, bool IsDisabled, DateTimeOffset Created);
