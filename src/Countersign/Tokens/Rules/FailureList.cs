using System.Collections.Immutable;

namespace Countersign.Tokens.Rules;

/// <summary>Collects failed checks in their order; costs nothing while there are none.</summary>
internal struct FailureList
{
    private ImmutableArray<TokenFailure>.Builder? _failures;

    public void Add(TokenCheck check, string evidence) => (_failures ??= ImmutableArray.CreateBuilder<TokenFailure>()).Add(new(check, evidence));

    public readonly ImmutableArray<TokenFailure> ToImmutable() => _failures is null ? [] : _failures.ToImmutable();
}
