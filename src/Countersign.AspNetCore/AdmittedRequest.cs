using System.Collections.Immutable;
using Countersign.Decisions;

namespace Countersign.AspNetCore;

/// <summary>What the door found of a request that it let in.</summary>
/// <param name="Subject">Who it speaks for.</param>
/// <param name="Scheme">The configured name of the scheme that recognised the subject, such as <c>staff</c>.</param>
/// <param name="SchemeName">The name of the scheme in HTTP, such as <c>Basic</c>.</param>
/// <param name="Policies">The names of the policies that it met.</param>
public sealed record AdmittedRequest(Subject Subject, string Scheme, string SchemeName, ImmutableArray<string> Policies);
