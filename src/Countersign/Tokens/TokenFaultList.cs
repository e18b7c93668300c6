using System.Collections.Immutable;

namespace Countersign.Tokens;

/// <summary>Collects faults; costs nothing while there are none.</summary>
internal struct TokenFaultList
{
    private List<TokenFault>? _faults;

    public void Add(TokenFault fault) => (_faults ??= []).Add(fault);

    public readonly ImmutableArray<TokenFault> ToImmutable() => _faults is null ? [] : [.. _faults];
}
