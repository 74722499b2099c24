namespace Cartwright.Lab.Certificates;

/// <summary>A certificate and its key, as PEM.</summary>
internal sealed record PemPair(string Certificate, string Key);
