using System.Collections.Immutable;

namespace Countersign.WebConsole.Ports;

/// <summary>All routes.</summary>
/// <param name="Routes">In the order of the file: the first that matches counts.</param>
/// <param name="Schemes">The schemes that they name, with what each is.</param>
internal sealed record SeenRoutes(ImmutableArray<SeenRoute> Routes, ImmutableArray<ToldFact> Schemes);
