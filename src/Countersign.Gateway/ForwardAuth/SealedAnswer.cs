using System.Collections.Immutable;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>An answer as it was sealed.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Fields">Its fields, line by line.</param>
/// <param name="Content">Its content.</param>
internal sealed record SealedAnswer(int Status, ImmutableArray<KeyValuePair<string, string>> Fields, ReadOnlyMemory<byte> Content);
