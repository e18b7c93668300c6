namespace Countersign.Gateway.Configuration;

/// <summary>A place in a file; line and column from 1.</summary>
internal sealed record Mark(int Line, int Column);
