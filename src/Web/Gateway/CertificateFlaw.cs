using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Cartwright.Web.Gateway;

/// <summary>The reason why the certificate of a node is not accepted, in words.</summary>
internal static class CertificateFlaw
{
    private const X509ChainStatusFlags Untrusted =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>The flaws, as the rest of a sentence; null where there is none.</summary>
    /// <param name="name">The name that the certificate must have.</param>
    /// <param name="certificate">The certificate of the node.</param>
    /// <param name="chain">The way to an authority.</param>
    /// <param name="errors">The result of the checks.</param>
    public static string? Describe(
        string name, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return null;
        }

        if (certificate is not X509Certificate2 own)
        {
            return "it shows no certificate";
        }

        List<string> flaws = [];
        var states = (chain?.ChainStatus ?? []).Aggregate(
            X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        if (states.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            flaws.Add(ValidityOf(own, chain!.ChainPolicy.VerificationTime.ToUniversalTime()));
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            flaws.Add($"its certificate is not for the name {name}");
        }

        if ((states & Untrusted) != 0)
        {
            flaws.Add("its certificate is of an authority that this gateway does not trust");
        }

        var others = states & ~(Untrusted | X509ChainStatusFlags.NotTimeValid);
        if (others != X509ChainStatusFlags.NoError || flaws.Count == 0)
        {
            flaws.Add($"its certificate is not accepted: {others}");
        }

        return string.Join(", and ", flaws);
    }

    private static string ValidityOf(X509Certificate2 own, DateTime now)
    {
        var (begin, end) = (own.NotBefore.ToUniversalTime(), own.NotAfter.ToUniversalTime());
        return now > end
                ? string.Create(CultureInfo.InvariantCulture, $"its certificate has expired at {end:u}")
            : now < begin
                ? string.Create(CultureInfo.InvariantCulture, $"its certificate is not valid before {begin:u}")
            : "a certificate between its own and the authority has expired or is not valid yet";
    }
}
